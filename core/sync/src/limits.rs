//! How large anything from outside may be, and why. A reader checks these before it allocates or computes.

/// A parcel is filled to about this many bytes: 2.4 s of a 50 kbit/s link, so a cut costs little, and within 3 % of the
/// bytes that far larger parcels would take.
pub const TARGET_PARCEL: usize = 16 * 1024;

/// The longest parcel, in bytes, whole or with sections withheld: four times the target, so that the largest single change
/// ([`MAX_CHANGE`]) fits with all that surrounds it.
pub const MAX_PARCEL: usize = 64 * 1024;

/// The most sections of one parcel. A parcel of about [`TARGET_PARCEL`] holds some ten whole cases or a hundred small edits;
/// the number keeps tables and bitmaps short whatever a parcel claims.
pub const MAX_SECTIONS: usize = 1024;

/// The longest single change, in bytes before compression: what the case layer makes at most.
pub const MAX_CHANGE: usize = 48 * 1024;

/// The longest content of a section after decompression, in bytes. Case changes shrink to a tenth at best, so a full
/// parcel stays under it with room, and a decompression bomb stops here.
pub const MAX_SECTION_CONTENT: usize = 1024 * 1024;

/// The longest hello frame, in bytes: its fixed part and [`MAX_ASKED`] authors.
pub const MAX_HELLO: usize = 8 * 1024;

/// The most authors one hello asks about, and the most whose parcels one exchange brings.
pub const MAX_ASKED: usize = 256;

/// The longest receipt frame, in bytes: [`MAX_ASKED`] authors asked about, as many brought, and [`MAX_BEYOND`] parcels after
/// gaps take 52 KiB at most.
pub const MAX_RECEIPT: usize = 64 * 1024;

/// The most parcels after a gap that one receipt names.
pub const MAX_BEYOND: usize = 512;

/// The longest refusal or rejection frame, in bytes: a number and a code.
pub const MAX_REFUSAL: usize = 128;

/// The longest code in a refusal or rejection, in bytes.
pub const MAX_CODE: usize = 64;

/// The most bytes of parcels a client puts into one exchange, and a hub into one answer. Eleven minutes at 50 kbit/s; all
/// that a phone holds of a long season goes in few round trips.
pub const EXCHANGE_BYTES: usize = 4 * 1024 * 1024;

/// The longest request a hub reads, in bytes: an exchange, with certificates, a bulletin and framing.
pub const MAX_REQUEST: usize = 8 * 1024 * 1024;

/// The most parcels one request brings. An exchange of 16 kB parcels has 256; of the smallest, a few thousand.
pub const MAX_PARCELS: usize = 4096;

/// The most certificates one request brings: the sender's own and one for each author it carries.
pub const MAX_CERTIFICATES: usize = MAX_ASKED + 1;

/// The longest body of a parcel frame that is skipped rather than ending the stream, in bytes. Past this the length itself
/// is taken for damage.
pub const MAX_SKIPPED: usize = 16 * 1024 * 1024;

/// The most parcels of one author a hub keeps aside. They are signed, so only an enrolled device can make them; this many
/// are enough evidence.
pub const MAX_ASIDE: usize = 64;

/// Longest piece of a published file, in bytes: with what is around it a parcel of the usual size.
pub const MAX_FILE_PIECE: usize = TARGET_PARCEL - 512;

/// Most pieces of a published file: 8 MB packed, as much as a questionnaire of the largest kind takes.
pub const MAX_FILE_PIECES: u32 = 512;

/// Longest published file, in bytes, before it is packed: the content that a publication may have, and the publication.
pub const MAX_PUBLISHED_FILE: usize = 33 * 1024 * 1024;
