//! After a meal, one line; at a twitch, one line.

use expect_test::expect;

use crate::environment::Environment;

#[test]
fn a_meal_in_one_line() {
    let env = Environment::new();
    let run = env.run(&["eat", "2 eggs, 200 g spinach, flat white"]);
    expect![[r#"
        Wednesday 4 March 19:30, Dinner                                          entry 1
            100 g  egg, boiled
            200 g  spinach, raw
            248 g  latte (usual portion assumed: 1 small)

        The day so far
          magnesium: 190 mg (45 % of the RDA 420 mg)
          calcium: 431 mg (43 % of the RDA 1000 mg)
          potassium: 1675 mg (49 % of the AI 3400 mg)
          vitamin D: 2.2 µg (15 % of the RDA 15 µg)
        Take it back with `mineralog undo`.
        --- status 0
    "#]]
    .assert_eq(&run.all());
}
