//! The look of an avatar. Sizes and positions are in hundredths, so that an avatar is small and compares exactly.

use std::ops::RangeInclusive;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Avatar {
    pub skin_colour: Colour,
    pub eyes: Eyes,
    pub mouth: Mouth,
    pub hair: Hair,
    pub accessories: Accessories,
    /// An image on the chest that was uploaded to this server: `/files/….jpg` or `.png`. It may be another person's, and exists
    /// while its owner uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub texture_url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Eyes {
    pub colour: Colour,
    /// 50 to 150; 100 is normal.
    pub size: u8,
    /// The distance between the eyes: -100 (close) to 100 (wide).
    pub placement: i8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mouth {
    pub shape: MouthShape,
    pub colour: Colour,
    /// 50 to 150; 100 is normal.
    pub size: u8,
    /// -100 (low) to 100 (high).
    pub position: i8,
    /// In degrees, -45 to 45.
    pub rotation: i8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hair {
    pub style: Hairstyle,
    pub colour: Colour,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Accessories {
    pub hat: Hat,
    pub glasses: Glasses,
}

macro_rules! kinds {
    ($($name:ident { $($kind:ident),* })*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($kind),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$kind),*];
        }
    )*};
}

kinds! {
    MouthShape { Smile, Line, Open, Grin }
    Hairstyle { None, Short, Long, Curly, Bun, Spiky }
    Hat { None, Cap, Beanie, Wizard, Crown }
    Glasses { None, Round, Square, Star }
}

/// `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TS)]
#[ts(type = "string")]
pub struct Colour(pub(super) [u8; 3]);

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [r, g, b] = self.0;
        serializer.collect_str(&format_args!("#{r:02x}{g:02x}{b:02x}"))
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("a colour is #rrggbb");
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let number = u32::from_str_radix(digits.ok_or_else(wrong)?, 16).map_err(|_| wrong())?;
        let [_, r, g, b] = number.to_be_bytes();
        Ok(Self([r, g, b]))
    }
}

// The parts of a random avatar. The browser, where guests draw theirs, has the same lists (`typescript.rs`).

pub(super) const SKINS: [[u8; 3]; 8] = [
    [0xff, 0xe0, 0xbd],
    [0xf1, 0xc2, 0x7d],
    [0xe0, 0xac, 0x69],
    [0xc6, 0x86, 0x42],
    [0x8d, 0x55, 0x24],
    [0x5c, 0x3a, 0x21],
    [0xa8, 0xd8, 0xb9],
    [0xb8, 0xa9, 0xe3],
];
pub(super) const HAIRS: [[u8; 3]; 8] = [
    [0x2c, 0x22, 0x2b],
    [0x4e, 0x34, 0x2e],
    [0x8d, 0x4a, 0x43],
    [0xb5, 0x65, 0x1d],
    [0xe6, 0xbe, 0x8a],
    [0xd9, 0xd9, 0xd9],
    [0x3f, 0x6f, 0xd1],
    [0xd1, 0x4f, 0x8a],
];
pub(super) const EYES: [[u8; 3]; 5] =
    [[0x3b, 0x24, 0x14], [0x2f, 0x5d, 0x8a], [0x3a, 0x7d, 0x44], [0x5b, 0x5b, 0x5b], [0x6b, 0x3f, 0x9e]];
pub(super) const MOUTHS: [[u8; 3]; 3] = [[0xa8, 0x32, 0x32], [0x7a, 0x28, 0x3c], [0xc9, 0x5d, 0x63]];

pub(super) const EYE_SIZES: RangeInclusive<u8> = 80..=125;
pub(super) const EYE_PLACEMENTS: RangeInclusive<i8> = -40..=40;
pub(super) const MOUTH_SIZES: RangeInclusive<u8> = 80..=120;
pub(super) const MOUTH_POSITIONS: RangeInclusive<i8> = -30..=30;
pub(super) const MOUTH_ROTATIONS: RangeInclusive<i8> = -8..=8;

impl Avatar {
    /// A neutral avatar that stands for nobody in particular.
    pub fn plain() -> Self {
        Self {
            skin_colour: Colour([0xd9, 0xd9, 0xd9]),
            eyes: Eyes { colour: Colour(EYES[0]), size: 100, placement: 0 },
            mouth: Mouth { shape: MouthShape::Line, colour: Colour(MOUTHS[0]), size: 100, position: 0, rotation: 0 },
            hair: Hair { style: Hairstyle::None, colour: Colour(HAIRS[0]) },
            accessories: Accessories { hat: Hat::None, glasses: Glasses::None },
            texture_url: None,
        }
    }

    pub fn random(rng: &mut impl Rng) -> Self {
        fn one<T: Copy>(rng: &mut impl Rng, of: &[T]) -> T {
            of[rng.random_range(0..of.len())]
        }
        Self {
            skin_colour: Colour(one(rng, &SKINS)),
            eyes: Eyes {
                colour: Colour(one(rng, &EYES)),
                size: rng.random_range(EYE_SIZES),
                placement: rng.random_range(EYE_PLACEMENTS),
            },
            mouth: Mouth {
                shape: one(rng, MouthShape::ALL),
                colour: Colour(one(rng, &MOUTHS)),
                size: rng.random_range(MOUTH_SIZES),
                position: rng.random_range(MOUTH_POSITIONS),
                rotation: rng.random_range(MOUTH_ROTATIONS),
            },
            hair: Hair { style: one(rng, Hairstyle::ALL), colour: Colour(one(rng, &HAIRS)) },
            accessories: Accessories { hat: one(rng, Hat::ALL), glasses: one(rng, Glasses::ALL) },
            texture_url: None,
        }
    }

    /// # Errors
    /// [`Refusal::AvatarBad`] for a value out of its range, or a texture from another server.
    pub fn check(&self) -> Result<(), Refusal> {
        let sizes = [self.eyes.size, self.mouth.size].iter().all(|size| (50..=150).contains(size));
        let places = [self.eyes.placement, self.mouth.position].iter().all(|place| (-100..=100).contains(place));
        let turn = (-45..=45).contains(&self.mouth.rotation);
        let texture = self.texture_url.as_deref().is_none_or(is_picture);
        if sizes && places && turn && texture { Ok(()) } else { Err(Refusal::AvatarBad) }
    }
}

/// Whether it is the URL of an uploaded image: `/files/`, its hash, and its extension.
fn is_picture(url: &str) -> bool {
    let name = url.strip_prefix("/files/").and_then(|name| name.split_once('.'));
    name.is_some_and(|(hash, ending)| {
        let hash_fits = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        hash_fits && ["jpg", "png"].contains(&ending)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_avatar_is_valid_and_parses_back() {
        let mut rng = rand::rng();
        for _ in 0..500 {
            let avatar = Avatar::random(&mut rng);
            assert_eq!(avatar.check(), Ok(()));
            let json = serde_json::to_string(&avatar).expect("an avatar is JSON");
            assert_eq!(serde_json::from_str::<Avatar>(&json).expect("it reads its own JSON"), avatar);
        }
    }

    #[test]
    fn avatars_with_values_out_of_range_are_refused() {
        let fine = Avatar::random(&mut rand::rng());
        let big = Avatar { eyes: Eyes { size: 200, ..fine.eyes.clone() }, ..fine.clone() };
        let turned = Avatar { mouth: Mouth { rotation: 90, ..fine.mouth.clone() }, ..fine.clone() };
        for avatar in [big, turned] {
            assert_eq!(avatar.check(), Err(Refusal::AvatarBad));
        }
        let with = |url: String| Avatar { texture_url: Some(url), ..fine.clone() }.check();
        let hash = "5f".repeat(32);
        assert_eq!(with(format!("/files/{hash}.png")), Ok(()));
        for url in [
            "https://elsewhere.example/a.png".to_owned(),
            format!("//elsewhere.example/files/{hash}.png"),
            "/files/..".to_owned(),
            format!("/files/../{hash}.png"),
            format!("/files/{hash}.pdf"),
            format!("/files/{hash}.png?x"),
            format!("/files/{}.png", hash.to_uppercase()),
            format!("/assets/{hash}.png"),
            "javascript:alert(1)".to_owned(),
        ] {
            assert_eq!(with(url.clone()), Err(Refusal::AvatarBad), "{url}");
        }
        assert!(serde_json::from_str::<Colour>("\"red\"").is_err());
        assert!(serde_json::from_str::<Colour>("\"#12345é\"").is_err());
    }
}
