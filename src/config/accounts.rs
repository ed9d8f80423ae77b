//! Passwords, logins, and the links that prove an email address.

use clap::{Args, value_parser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Accounts")]
pub struct Accounts {
    /// How hard passwords are hashed: each step doubles the time to check one
    #[arg(long, env = "LYCEUM_BCRYPT_COST", value_name = "N", default_value_t = 12, value_parser = value_parser!(u32).range(4..=20))]
    pub bcrypt_cost: u32,
    /// For how many minutes a mailed link can be used
    #[arg(long, env = "LYCEUM_LINK_MINUTES", value_name = "N", default_value_t = 30, value_parser = value_parser!(u32).range(5..=1440))]
    pub link_minutes: u32,
    /// For how many minutes a program's access token can be used, and a browser's cookie until it is renewed
    #[arg(long, env = "LYCEUM_ACCESS_MINUTES", value_name = "N", default_value_t = 15, value_parser = value_parser!(u32).range(1..=60))]
    pub access_minutes: u32,
}
