"""Works the figures of a week's page out a second time, from the diary file alone.

    week --json | python3 recompute.py DIARY

reads the entries, foods and reference values of the diary with SQLite and nothing of the program,
follows the rules that the page states, and compares every figure. It prints the number of figures
and each disagreement; its exit status is 1 where there is one. Python's standard library only.
"""

import json
import math
import sqlite3
import sys
from datetime import date, timedelta

NUTRIENTS = ["magnesium", "calcium", "potassium", "vitamin_d", "sodium", "caffeine", "water", "alcohol", "energy"]
MINERALS = NUTRIENTS[:4]
T_99 = {3: 4.541, 4: 3.747, 5: 3.365, 6: 3.143}  # Student's t, one-sided 1 %


def percentile(values, share):
    """Linear interpolation between order statistics (Hyndman and Fan, type 7)."""
    values = sorted(values)
    place = share * (len(values) - 1)
    low = math.floor(place)
    high = math.ceil(place)
    return values[low] + (values[high] - values[low]) * (place - low)


def phi(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def mean(values):
    return sum(values) / len(values)


def deviation(values):
    if len(values) < 2:
        return 0.0
    m = mean(values)
    return math.sqrt(sum((v - m) ** 2 for v in values) / (len(values) - 1))


class Amount:
    """An intake: what is known, what it could be, and whose energy reports it."""

    def __init__(self):
        self.known = self.upper = self.energy = self.energy_reporting = 0.0
        self.foods = self.reporting = 0

    def add(self, other):
        for field in vars(self):
            setattr(self, field, getattr(self, field) + getattr(other, field))


class Diary:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.content = {}
        for food, nutrient, value in self.db.execute("SELECT food_id, nutrient, per_100g FROM food_nutrient"):
            if value is not None:
                self.content.setdefault(food, {})[nutrient] = value
        self.group = dict(self.db.execute("SELECT id, food_group FROM food"))
        self.name = dict(self.db.execute("SELECT id, name FROM food"))
        self.usual = dict(self.db.execute("SELECT food_id, grams FROM portion WHERE measure = 'usual'"))
        self.sources = {}
        for food, nutrient in self.db.execute("SELECT food_id, nutrient FROM source_tag"):
            self.sources.setdefault(food, set()).add(nutrient)
        self.settings = dict(self.db.execute("SELECT field, value FROM setting"))
        self.parts = {}
        for dish, part, grams in self.db.execute("SELECT food_id, part_id, grams FROM recipe_part ORDER BY position"):
            self.parts.setdefault(dish, []).append((part, grams))
        self.cooked = dict(self.db.execute("SELECT food_id, cooked_grams FROM recipe WHERE cooked_grams IS NOT NULL"))
        self.read_bounds()
        self.items = {}
        for entry, item, phrase, food, grams in self.db.execute(
            "SELECT entry_id, id, phrase, food_id, grams FROM item ORDER BY entry_id, position"
        ):
            self.items.setdefault(entry, []).append((phrase, food, grams))
        self.doses = {}
        for entry, nutrient, amount in self.db.execute("SELECT entry_id, nutrient, amount FROM dose"):
            self.doses.setdefault(entry, []).append((nutrient, amount))
        self.context = {e: (a, l) for e, a, l in self.db.execute("SELECT entry_id, amount, level FROM context")}
        self.episodes = {
            e: (site, side, intensity)
            for e, site, side, intensity in self.db.execute("SELECT entry_id, site, side, intensity FROM episode")
        }
        self.days = {}
        for entry, kind, day in self.db.execute(
            "SELECT id, kind, day FROM entry WHERE deleted_at IS NULL ORDER BY day, instant, id"
        ):
            self.days.setdefault(date.fromisoformat(day), []).append((entry, kind))

    def read_bounds(self):
        """The 90th percentile of each group of published foods with five known values."""
        by_group, everything, portions = {}, {}, {}
        for (food,) in self.db.execute("SELECT id FROM food WHERE origin = 'seed'"):
            for nutrient, value in self.content.get(food, {}).items():
                by_group.setdefault((self.group[food], nutrient), []).append(value)
                everything.setdefault(nutrient, []).append(value)
                if food in self.usual:
                    portions.setdefault(nutrient, []).append(value * self.usual[food] / 100)
        self.bound = {key: percentile(v, 0.9) for key, v in by_group.items() if len(v) >= 5}
        self.bound_all = {n: percentile(v, 0.9) for n, v in everything.items()}
        self.bound_portion = {n: percentile(v, 0.9) for n, v in portions.items()}

    def leaves(self, food):
        """The foods of the table in a food: itself, or what went into a dish."""
        if food is None:
            return []
        if food not in self.parts:
            return [food]
        return [leaf for part, _ in self.parts[food] for leaf in self.leaves(part)]

    def eaten(self, food, grams):
        """The amounts in grams of a food; a dish is the sum of what went into it."""
        out = {n: Amount() for n in NUTRIENTS}
        if food in self.parts:
            weight = self.cooked.get(food) or sum(g for _, g in self.parts[food])
            for part, part_grams in self.parts[food]:
                for n, amount in self.eaten(part, part_grams / weight * grams).items():
                    out[n].add(amount)
            gained = grams - sum(g for _, g in self.parts[food]) / weight * grams
            out["water"].known = max(out["water"].known + gained, 0)
            out["water"].upper = max(out["water"].upper + gained, out["water"].known)
            return out
        known = {n: v * grams / 100 for n, v in self.content.get(food, {}).items()}
        most = {
            n: self.bound.get((self.group[food], n), self.bound_all.get(n, 0)) * grams / 100 for n in NUTRIENTS
        }
        self.fill(out, known, most)
        return out

    def phrase(self, until):
        """The amounts of a phrase nobody knows, by what was eaten in the 90 days before."""
        most = dict(self.bound_portion)
        amounts = {n: [] for n in NUTRIENTS}
        for back in range(90):
            for entry, kind in self.days.get(until - timedelta(back), []):
                for _, food, grams in self.items.get(entry, []):
                    if food is not None:
                        for n, amount in self.eaten(food, grams).items():
                            if amount.reporting == amount.foods:
                                amounts[n].append(amount.known)
        for n, values in amounts.items():
            if len(values) >= 20:
                most[n] = percentile(values, 0.9)
        out = {n: Amount() for n in NUTRIENTS}
        self.fill(out, {}, most)
        return out

    def fill(self, out, known, most):
        energy = known.get("energy", most["energy"])
        for n in NUTRIENTS:
            out[n].foods = 1
            out[n].energy = energy
            if n in known:
                out[n].known = out[n].upper = known[n]
                out[n].reporting = 1
                out[n].energy_reporting = energy
            else:
                out[n].upper = most[n]


class Day:
    def __init__(self, diary, day, phrase):
        self.food = {n: Amount() for n in NUTRIENTS}
        self.different = {n: {} for n in NUTRIENTS}
        self.supplements = {n: 0.0 for n in MINERALS}
        self.unknown_doses = {n: 0 for n in MINERALS}
        self.sources = set()
        self.stress, self.sums, self.intensities, self.sites = [], {}, [], []
        self.single = 0.0
        self.sun = set()
        occasions, closed, self.free = 0, False, False
        for entry, kind in diary.days.get(day, []):
            if kind == "meal":
                meal = {n: Amount() for n in NUTRIENTS}
                for words, food, grams in diary.items.get(entry, []):
                    amounts = phrase if food is None else diary.eaten(food, grams)
                    for n in NUTRIENTS:
                        if food is None:
                            self.different[n][words.lower()] = False
                        for leaf in diary.leaves(food):
                            self.different[n][leaf] = n in diary.content.get(leaf, {})
                    self.sources |= diary.sources.get(food, set())
                    for n in NUTRIENTS:
                        meal[n].add(amounts[n])
                occasions += meal["energy"].upper >= 20
                self.single = max(self.single, meal["caffeine"].known)
                for n in NUTRIENTS:
                    self.food[n].add(meal[n])
            elif kind == "supplement":
                for nutrient, amount in diary.doses.get(entry, []):
                    if nutrient and amount is not None:
                        self.supplements[nutrient] += amount
                    elif nutrient:
                        self.unknown_doses[nutrient] += 1
            elif kind == "episode":
                site, side, intensity = diary.episodes[entry]
                self.sites.append((site, side))
                if intensity is not None:
                    self.intensities.append(intensity)
            elif kind == "no_twitch":
                self.free = True
            elif kind == "done":
                closed = True
            elif kind == "stress":
                self.stress.append(diary.context[entry][0])
            elif kind in ("water", "caffeine"):
                amount = diary.context[entry][0]
                self.food[kind].known += amount
                self.food[kind].upper += amount
                if kind == "caffeine":
                    self.single = max(self.single, amount)
            elif kind == "sun":
                self.sun.add(diary.context[entry][1])
            elif entry in diary.context:
                self.sums[kind] = self.sums.get(kind, 0) + diary.context[entry][0]
        self.free = self.free and not self.sites
        self.has_food = self.food["energy"].foods > 0
        self.logged = closed or (occasions >= 2 and self.food["energy"].known >= 800)


class Page:
    def __init__(self, diary, document):
        self.diary, self.page = diary, document
        self.figures, self.wrong = 0, []
        self.first = date.fromisoformat(document["period"]["from"])
        self.last = date.fromisoformat(document["period"]["to"])
        self.phrase = diary.phrase(self.last)
        self.sex = diary.settings.get("sex")
        born = diary.settings.get("birth_year")
        self.age = self.last.year - int(born) if born else None
        self.stage = diary.settings.get("life_stage", "general")
        self.authority = diary.settings.get("authority", "NASEM")

    def same(self, where, found, expected):
        self.figures += 1
        if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
            if abs(found - expected) <= 2e-6 + 1e-9 * abs(expected):
                return
        elif found == expected:
            return
        self.wrong.append(f"{where}: the page says {found}, recomputed {expected}")

    def reference(self, nutrient, kinds):
        for kind in kinds:
            rows = self.diary.db.execute(
                "SELECT sex, age_min_years, age_max_years, amount FROM reference_intake"
                " WHERE authority = ? AND nutrient = ? AND life_stage = ? AND kind = ?",
                (self.authority, nutrient, self.stage, kind),
            ).fetchall()
            age = 31 if self.age is None else self.age
            fits = [
                amount
                for sex, low, high, amount in rows
                if low <= age and (high is None or age <= high) and (sex == "any" or self.sex in (None, sex))
            ]
            if fits:
                return kind, (min(fits) if kind in ("UL", "CDRR") else max(fits))
        return None

    def day_range(self, first, last):
        days, day = [], first
        while day <= last:
            days.append(Day(self.diary, day, self.phrase))
            day += timedelta(1)
        return days

    def check(self):
        days = self.day_range(self.first, self.last)
        logged = [d for d in days if d.logged]
        period = self.page["period"]
        self.same("logged days", period["logged_days"], len(logged))
        self.same("thin days", period["thin_days"], sum(not d.logged and d.has_food for d in days))
        for found in self.page["nutrients"]:
            self.mineral(found, days, logged)
        self.context(self.page["context"], days, logged)
        self.episodes(self.page["episodes"], days)
        self.weeks()

    def intake(self, days, nutrient):
        total = Amount()
        for day in days:
            total.add(day.food[nutrient])
        return total

    def mineral(self, found, days, logged):
        nutrient, n = found["nutrient"], len(logged)
        total = self.intake(logged, nutrient)
        target = self.reference(nutrient, ["RDA", "PRI", "AI"])
        level = self.reference(nutrient, ["UL"])
        same = lambda field, expected: self.same(f"{nutrient} {field}", found[field], expected)
        same("intake_per_day", total.known / n if n else None)
        same("intake_upper_per_day", total.upper / n if n else None)
        different = {}
        for day in logged:
            different.update(day.different[nutrient])
        same("foods", len(different) if n else None)
        same("foods_reporting", sum(different.values()) if n else None)
        share = min(total.energy_reporting / total.energy, 1.0) if n and total.energy > 0 else None
        same("known_share", share)
        unknown_doses = sum(d.unknown_doses[nutrient] for d in logged)
        taken = sum(d.supplements[nutrient] for d in logged)
        same("from_supplements_per_day", taken / n if n and not unknown_doses else None)
        same("source_days", sum(nutrient in d.sources for d in logged))
        self.same(f"{nutrient} reference", found["reference"] and found["reference"]["amount"], target and target[1])
        self.same(f"{nutrient} level", found["upper_limit"] and found["upper_limit"]["amount"], level and level[1])
        same("coverage", total.known / n / target[1] if n and target else None)
        same("verdict", self.verdict(total, n, target))
        self.assessment(found, logged, total, target, level, unknown_doses)

    def verdict(self, total, n, target):
        if n < 3:
            return "too_few_days"
        if target is None:
            return "not_known"
        known, upper = total.known / n / target[1], total.upper / n / target[1]
        if known >= 1:
            return "met"
        return "under" if upper < 0.7 else "slightly_under" if upper < 1 else "not_known"

    def assessment(self, found, logged, total, target, level, unknown_doses):
        """IOM 2000, Applications in Dietary Assessment, chapter 3 and appendix B."""
        nutrient = found["nutrient"]
        values = [d.food[nutrient].known for d in logged]
        n, expected = len(values), None
        adult = self.sex and self.age is not None and self.age >= 19 and self.stage == "general"
        if adult and target and n >= 3 and nutrient != "vitamin_d" and mean(values) > 0:
            own, m = deviation(values), mean(values)
            read = self.sex == "female" and self.age <= 50
            pooled = {
                "magnesium": 85.9 if read else 0.40 * m,
                "calcium": 325.0 if read else 0.55 * m,
                "potassium": 0.40 * m,
            }[nutrient]
            sd = own if n >= 30 else max(own, pooled)
            if own / m <= 0.70:
                expected = self.confidence(nutrient, values, total, target, level, sd, unknown_doses, logged)
        block = found["assessment"]
        self.same(f"{nutrient} assessed", block is not None, expected is not None)
        self.same(f"{nutrient} p", found["adequacy_probability"], expected and expected["probability"])
        if block and expected:
            for field, value in expected.items():
                if field == "range" and value:
                    self.same(f"{nutrient} low", block["range"][0], value[0])
                    self.same(f"{nutrient} high", block["range"][1], value[1])
                else:
                    self.same(f"{nutrient} {field}", block[field], value)

    def confidence(self, nutrient, values, total, target, level, sd, unknown_doses, logged):
        n, m = len(values), mean(values)
        complete = total.reporting == total.foods
        out = dict(error=1.96 * sd / math.sqrt(n), probability=None, range=None, further_days=None, above_ai=None, below_ul=None)
        if n < 7:
            return out
        need = self.reference(nutrient, ["EAR", "AR"])
        if need and nutrient != "potassium":
            sd_need = 0.10 * need[1] if nutrient == "magnesium" else (target[1] - need[1]) / 2
            at = lambda s, days: phi((m - need[1]) / math.sqrt(sd_need**2 + s**2 / days))
            p = at(sd, n)
            if p >= 0.5 or complete:
                wide = at(1.25 * sd, n)
                out["probability"], out["range"] = p, (min(p, wide), max(p, wide))
                if 0.15 <= p < 0.85:
                    more = (k for k in range(1, 366) if not 0.15 <= at(sd, n + k) < 0.85)
                    out["further_days"] = next(more, None)
        if target[0] == "AI":
            p = phi((m - target[1]) / (sd / math.sqrt(n)))
            out["above_ai"] = p if p >= 0.5 else None
        if level and nutrient != "magnesium" and complete and not unknown_doses:
            totals = [v + d.supplements[nutrient] for v, d in zip(values, logged)]
            wider = max(sd, deviation(totals))
            out["below_ul"] = 1 - phi((mean(totals) - level[1]) / (wider / math.sqrt(n)))
        return out

    def context(self, found, days, logged):
        stress = [mean(d.stress) for d in days if d.stress]
        self.same("stress", found["stress"]["mean"], mean(stress) if stress else None)
        self.same("stress days", found["stress"]["days"], len(stress))
        sleep = [d.sums["sleep"] for d in days if "sleep" in d.sums]
        self.same("sleep", found["sleep"]["mean_minutes"], mean(sleep) if sleep else None)
        exercise = [d.sums["exercise"] for d in days if "exercise" in d.sums]
        self.same("exercise", found["exercise"]["total_minutes"], float(sum(exercise)))
        self.same("exercise days", found["exercise"]["days"], len(exercise))
        for level in ("none", "some", "lots"):
            self.same(f"sun {level}", found["sun"][level], sum(level in d.sun for d in days))
        for nutrient in ("caffeine", "water", "alcohol"):
            total, n = self.intake(logged, nutrient), len(logged)
            told = n and (total.reporting or total.known > 0)
            self.same(nutrient, found[nutrient]["mean_per_day"], total.known / n if told else None)
            self.same(f"{nutrient} upper", found[nutrient]["upper_per_day"], total.upper / n if told else None)
        caffeine = [d.food["caffeine"] for d in days]
        told = [c.known for c in caffeine if c.reporting or c.known > 0]
        self.same("caffeine max", found["caffeine"]["max_per_day"], max(told) if told else None)
        single = [d.single for d in days if d.single > 0]
        self.same("caffeine single", found["caffeine"]["max_single"], max(single) if single else None)
        limit = found["caffeine"]["limit"]
        if limit is not None:
            unsure = any(c.known <= limit < c.upper for c in caffeine)
            over = None if unsure else sum(c.known > limit for c in caffeine)
            self.same("caffeine over", found["caffeine"]["days_over_limit"], over)

    def episodes(self, found, days):
        self.same("episodes", found["count"], sum(len(d.sites) for d in days))
        self.same("days with", found["days_with"], sum(bool(d.sites) for d in days))
        self.same("days without", found["days_without"], sum(d.free for d in days))
        intensities = [i for d in days for i in d.intensities]
        self.same("intensity", found["mean_intensity"], mean(intensities) if intensities else None)
        for site in found["by_site"]:
            key = (site["site"], site["side"])
            self.same(f"site {key}", site["count"], sum(d.sites.count(key) for d in days))
            self.same(f"days of {key}", site["days"], sum(key in d.sites for d in days))

    def weeks(self):
        samples = {m: [] for m in MINERALS + ["caffeine", "water", "stress", "sleep_minutes", "twitch_days_share"]}
        for back, found in zip(range(7, -1, -1), self.page["weeks"]):
            last = self.last - timedelta(7 * back)
            days = self.day_range(last - timedelta(6), last)
            logged = [d for d in days if d.logged]
            self.same("week", found["to"], last.isoformat())
            self.same("week logged", found["logged_days"], len(logged))
            for n in NUTRIENTS:
                total = self.intake(logged, n)
                told = logged and (total.reporting or total.known > 0)
                point = found["intake_per_day"][n]
                self.same(f"week {n}", point and point["known"], total.known / len(logged) if told else None)
                if n in samples:
                    per_day = lambda v: v / len(logged)
                    samples[n].append((per_day(total.known), per_day(total.upper), len(logged)) if told else None)
            noted = lambda values: (mean(values), mean(values), len(values)) if values else None
            samples["stress"].append(noted([mean(d.stress) for d in days if d.stress]))
            samples["sleep_minutes"].append(noted([d.sums["sleep"] for d in days if "sleep" in d.sums]))
            with_, without = sum(bool(d.sites) for d in days), sum(d.free for d in days)
            share = with_ / (with_ + without) if with_ + without else None
            samples["twitch_days_share"].append(None if share is None else (share, share, with_ + without))
        for found in self.page["trends"]:
            self.trend(found, samples[found["measure"]])

    def trend(self, found, weeks):
        name, now = found["measure"], weeks[-1]
        every = [w for w in weeks[:-1] if w]
        before = [w for w in every if w[2] >= 3]
        days = sum(w[2] for w in before)
        self.same(f"trend {name} now", found["now"], now and float(now[0]))
        self.same(f"trend {name} before", found["before"], sum(w[0] * w[2] for w in before) / days if days else None)
        change = "too_few_weeks"
        if now and now[2] >= 3 and len(before) >= 4:
            all_days = sum(w[2] for w in every)
            total = sum(w[0] * w[2] for w in every)
            floor = {"stress": 0.5, "sleep_minutes": 15.0}.get(name, 0.10 * total / all_days)
            if name == "twitch_days_share":
                share = (total + 1) / (all_days + 2)
                floor = math.sqrt(share * (1 - share))
            ranges = []
            for which in (0, 1):
                m = sum(w[which] * w[2] for w in before) / days
                scatter = math.sqrt(sum(w[2] * (w[which] - m) ** 2 for w in before) / (len(before) - 1))
                error = T_99[len(before) - 1] * max(scatter, floor) * math.sqrt(1 / now[2] + 1 / days)
                ranges.append((max(m - error, 0.0), m + error))
            low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
            self.same(f"trend {name} low", found["expected"][0], low)
            self.same(f"trend {name} high", found["expected"][1], high)
            change = "higher" if now[0] > high else "lower" if now[1] < low else "within_scatter"
        self.same(f"trend {name}", found["change"], change)


def main():
    page = Page(Diary(sys.argv[1]), json.load(sys.stdin))
    page.check()
    print(f"{page.figures} figures, {len(page.wrong)} disagreements")
    for line in page.wrong[:40]:
        print(" ", line)
    sys.exit(bool(page.wrong))


main()
