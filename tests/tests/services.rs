//! Crates of AWS services, in every protocol that moto speaks, generated from botocore's models
//! and put to work. The tests that call them are in `tests/services`.

use std::io;
use std::path::Path;

use shapewright_python::{pip_download, unpack};
use shapewright_tests::server::moto::Moto;
use shapewright_tests::services::write_services;

#[test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
fn services_work() -> Result<(), Box<dyn std::error::Error>> {
    let botocore = pip_download("botocore==1.44.5")?;
    let scratch = write_services(Path::new(env!("CARGO_TARGET_TMPDIR")), |service| {
        unpack(&botocore, &format!("botocore/data/{}", service.model)).map_err(io::Error::other)
    })?;
    let moto = Moto::start()?;
    let output = scratch.cargo(&["test", "--package=consumer"], &[("MOTO_URL", moto.url())])?;
    let shown = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (tests, problems) = (shown(&output.stdout), shown(&output.stderr));
    assert!(output.status.success(), "{tests}{problems}");
    Ok(())
}
