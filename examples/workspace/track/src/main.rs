//! Tells where a parcel has been: `cargo run -- NUMBER`.

use std::process::ExitCode;

use parcels::{BlockingClient, Error};

fn main() -> ExitCode {
    let Some(number) = std::env::args().nth(1) else {
        eprintln!("usage: track NUMBER");
        return ExitCode::from(2);
    };
    match BlockingClient::from_env().and_then(|parcels| track(&parcels, &number)) {
        Ok(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One line for each place where the parcel has been.
fn track(parcels: &BlockingClient, number: &str) -> Result<Vec<String>, Error> {
    let tracked = parcels.track(number).send()?;
    let lines = tracked.stops().iter().map(|stop| {
        let state = stop.state.as_ref().map_or("seen", |state| state.as_str());
        format!("{state} in {}", stop.city.as_deref().unwrap_or("a place without a name"))
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use parcels::Fake;
    use parcels::error::UnknownParcel;
    use parcels::operations::{Track, TrackOutput};
    use parcels::types::{State, Stop};

    use super::*;

    fn client() -> BlockingClient {
        BlockingClient::from(Fake::new().on(|input: Track| match input.id.as_str() {
            "7" => {
                let stop = Stop::new().with_city("Ulm").with_state(State::Delivered);
                Ok(TrackOutput::new().with_stops([stop]))
            }
            _ => Err(UnknownParcel::new().into()),
        }))
    }

    #[test]
    fn places_are_listed() {
        assert_eq!(track(&client(), "7").unwrap(), ["delivered in Ulm"]);
    }

    #[test]
    fn unknown_parcels_are_told_from_other_problems() {
        assert!(track(&client(), "8").unwrap_err().is_unknown_parcel());
    }
}
