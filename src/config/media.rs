//! Where the media port listens, and at which addresses browsers find it.

use std::net::{IpAddr, SocketAddr};

use clap::{ArgAction, Args, builder::BoolishValueParser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Sound")]
pub struct Media {
    /// The address and port that sound comes to, by UDP and, where that is filtered, by TCP; firewalls must let both in
    #[arg(long, env = "LYCEUM_MEDIA_LISTEN", value_name = "ADDR", default_value = "0.0.0.0:7882", value_parser = listen)]
    pub media_listen: SocketAddr,
    /// The addresses at which browsers find that port, by commas: behind NAT the public one; each an IP, or an IP:PORT
    /// where another port leads here. Without it, the addresses of this machine
    #[arg(long, env = "LYCEUM_MEDIA_ANNOUNCE", value_name = "ADDR", value_delimiter = ',', value_parser = announce)]
    pub media_announce: Vec<SocketAddr>,
    /// Whether the kernel is told which thread each one's packets are for; false is for measuring what that gains
    #[arg(long, env = "LYCEUM_MEDIA_STEERING", value_name = "BOOL", action = ArgAction::Set, default_value = "true",
          value_parser = BoolishValueParser::new())]
    pub media_steering: bool,
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address is IP:PORT, such as 0.0.0.0:7882 or [::]:7882".to_owned())
}

/// Port 0 stands for the port that the server listens on.
fn announce(text: &str) -> Result<SocketAddr, String> {
    let bare = |_| text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 0));
    let address = text.parse::<SocketAddr>().or_else(bare);
    let address = address.map_err(|_| "an address is IP or IP:PORT, such as 203.0.113.5".to_owned())?;
    if address.ip().is_unspecified() { Err("browsers cannot reach that address".to_owned()) } else { Ok(address) }
}
