//! Where on the body an episode was felt.
//!
//! The list follows the fields clinicians ask for; each site names the region it belongs to, so
//! that "eyelid, left" and "eyelid, right" can be read as one place and a calf is not a thigh.

/// A site: its key, its region, and the other words people use for it.
#[derive(Debug)]
pub struct Site {
    /// The key used in JSON and in the database.
    pub key: &'static str,
    /// The region it belongs to.
    pub region: &'static str,
    /// Other everyday words for it.
    words: &'static [&'static str],
}

/// Every site that can be recorded.
pub const SITES: &[Site] = &[
    site("eyelid", "eye", &["eye", "eyelids", "eyes", "lid"]),
    site("eyebrow", "face", &["brow", "forehead"]),
    site("face", "face", &["cheek", "chin", "nose", "temple"]),
    site("lip", "face", &["lips", "mouth"]),
    site("jaw", "face", &[]),
    site("tongue", "tongue", &[]),
    site("neck", "neck", &["throat"]),
    site("shoulder", "shoulder", &["shoulders"]),
    site("arm", "arm", &["arms", "upper arm", "bicep", "biceps", "tricep", "triceps", "elbow"]),
    site("forearm", "arm", &["forearms"]),
    site("hand", "hand", &["hands", "palm", "wrist"]),
    site("thumb", "hand", &["thumbs"]),
    site("finger", "hand", &["fingers"]),
    site("chest", "trunk", &["pec", "ribs", "rib"]),
    site("abdomen", "trunk", &["belly", "stomach", "tummy"]),
    site("back", "trunk", &["lower back", "upper back"]),
    site("trunk", "trunk", &["torso"]),
    site("buttock", "thigh", &["buttocks", "bum", "glute", "glutes", "hip"]),
    site("thigh", "thigh", &["thighs", "quad", "quads", "hamstring", "hamstrings"]),
    site("knee", "thigh", &["knees"]),
    site("leg", "leg", &["legs"]),
    site("calf", "calf", &["calves", "shin", "lower leg"]),
    site("foot", "foot", &["feet", "sole", "arch", "ankle", "heel"]),
    site("toe", "foot", &["toes", "big toe"]),
];

const fn site(key: &'static str, region: &'static str, words: &'static [&'static str]) -> Site {
    Site { key, region, words }
}

impl Site {
    /// Returns the site of a key or of an everyday word; none for other words.
    pub fn parse(text: &str) -> Option<&'static Self> {
        let text = text.trim().to_lowercase();
        SITES.iter().find(|s| s.key == text || s.words.contains(&text.as_str()))
    }

    /// Returns the region of a site's key; the key itself where it is not in the list.
    pub fn region_of(key: &str) -> &str {
        SITES.iter().find(|s| s.key == key).map_or(key, |s| s.region)
    }
}
