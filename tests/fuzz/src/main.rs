//! Writes the valid samples where `cargo fuzz` looks for its corpus: damage that begins there goes deeper.

use std::path::Path;

fn main() -> std::io::Result<()> {
    for target in nuong_fuzz::targets() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus")
            .join(format!("fuzz_{}", target.name));
        std::fs::create_dir_all(&folder)?;
        for (number, sample) in (target.samples)().iter().enumerate() {
            std::fs::write(folder.join(format!("sample-{number}")), sample)?;
        }
    }
    Ok(())
}
