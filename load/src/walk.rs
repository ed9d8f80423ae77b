//! Where a person of the load walks: laps around the rows of desks, each person on their own lane and at their own speed, so that
//! the room looks like one in which a class walks about. The place depends only on seat and time, so anyone can compute it.

use std::f64::consts::{FRAC_PI_2, PI};

/// A place in centimetres, and a direction in radians from +z towards +x.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    pub x: i16,
    pub z: i16,
    pub yaw: f64,
}

/// The lines along x on which a lap goes there and back, in metres: before, between and behind the rows of desks of
/// client/src/room3d/floor.ts.
const LANES: [(f64, f64); 6] = [(-7.4, -3.1), (-5.0, -1.2), (-3.1, 0.7), (-1.2, 2.6), (0.7, 5.0), (-7.4, 8.0)];
/// From the middle to the side aisles, and the distance between two people's paths, in metres.
const AISLE: f64 = 12.2;
const BESIDE: f64 = 0.3;
/// The radius of a corner.
const RADIUS: f64 = 0.6;
/// In metres per second: the slowest speed, and the difference between two people's.
const SPEED: f64 = 1.1;
const QUICKER: f64 = 0.1;
/// The distance between the starts of two neighbouring seats, in metres, so that people do not stay side by side.
const APART: f64 = 23.7;

/// Where `seat` is after so many seconds.
pub fn walk(seat: u16, seconds: f64) -> Stand {
    let number = usize::from(seat);
    let (lane, nth) = (LANES[number % LANES.len()], number / LANES.len());
    let (wide, deep) = (AISLE + BESIDE * (nth % 5) as f64, (lane.1 - lane.0) / 2.0);
    let middle = lane.0 + deep;
    let speed = SPEED + QUICKER * (number % 5) as f64;
    let (along, across, corner) = (2.0 * (wide - RADIUS), 2.0 * (deep - RADIUS), RADIUS * FRAC_PI_2);
    let half = along + across + 2.0 * corner;
    let walked = (seconds * speed + f64::from(seat) * APART) % (2.0 * half);
    // The way back is the way there, rotated by half a turn.
    let (mut left, back) = if walked < half { (walked, 1.0) } else { (walked - half, -1.0) };
    let (x, z, yaw) = 'part: {
        if left < along {
            break 'part (left - along / 2.0, -deep, FRAC_PI_2);
        }
        left -= along;
        if left < corner {
            let (sin, cos) = (left / RADIUS).sin_cos();
            break 'part (along / 2.0 + RADIUS * sin, -across / 2.0 - RADIUS * cos, FRAC_PI_2 - left / RADIUS);
        }
        left -= corner;
        if left < across {
            break 'part (wide, left - across / 2.0, 0.0);
        }
        left -= across;
        let (sin, cos) = (left / RADIUS).sin_cos();
        (along / 2.0 + RADIUS * cos, across / 2.0 + RADIUS * sin, -left / RADIUS)
    };
    let yaw = if back > 0.0 || yaw <= 0.0 { yaw } else { yaw - 2.0 * PI };
    let cm = |metres: f64| (metres * 100.0).round() as i16;
    Stand { x: cm(x * back), z: cm(z * back + middle), yaw: if back > 0.0 { yaw } else { yaw + PI } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_walk_at_walking_speed_inside_the_room_and_face_forward() {
        for seat in 0..300 {
            for tick in 0..2000 {
                let [from, to] = [0, 1].map(|next| walk(seat, f64::from(tick + next) * 0.2));
                let (dx, dz) = (f64::from(to.x - from.x) / 100.0, f64::from(to.z - from.z) / 100.0);
                let speed = dx.hypot(dz) / 0.2;
                assert!((0.8..1.7).contains(&speed), "{seat} at {tick}: {speed}");
                assert!(from.x.abs() <= 1470 && (-1210..=1470).contains(&from.z), "{seat} at {tick}: {from:?}");
                assert!((-PI..=PI).contains(&from.yaw), "{seat} at {tick}: {from:?}");
                // In a corner the chord lags behind.
                let ahead = dx * from.yaw.sin() + dz * from.yaw.cos();
                assert!(ahead / dx.hypot(dz) > 0.9, "{seat} at {tick}: {from:?} {to:?}");
            }
        }
    }

    #[test]
    fn a_class_spreads_over_the_room() {
        let stands: Vec<_> = (0..30).map(|seat| walk(seat, 60.0)).collect();
        for (at, one) in stands.iter().enumerate() {
            let near = stands.iter().filter(|two| f64::from(one.x - two.x).hypot(f64::from(one.z - two.z)) < 200.0);
            assert!(near.count() <= 5, "around {at}");
        }
    }
}
