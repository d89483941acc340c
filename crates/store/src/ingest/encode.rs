//! Rows of the table `event` in the binary format of COPY, and their keys read back from it.
//!
//! A row: number of fields (16 bits), then each field's length (32 bits, -1 for null) and bytes. All big-endian.

use kernel::time::Timestamp;

use super::batch::Row;
use crate::TenantId;

/// The columns in the order they are written here.
pub(crate) const COPY: &str = "copy event (tenant_id, source_id, kind_id, at, received, digest_high, digest_low, id, data, \
                               extensions) from stdin with (format binary)";
/// What a COPY begins and ends with: a signature, no flags, no extension; minus one field.
pub(crate) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
pub(crate) const TRAILER: &[u8] = &[0xff, 0xff];

/// PostgreSQL counts microseconds from 2000.
const EPOCH_US: i64 = 946_684_800_000_000;
/// Where the fields begin that are read back; everything before the id has a fixed length.
const TENANT_AT: usize = 2 + 4;
const SOURCE_AT: usize = TENANT_AT + 4 + 4;
const ID_LENGTH_AT: usize = 2 + 3 * (4 + 4) + 4 * (4 + 8);

/// A digest as the two halves of a sum: `high * 2^64 + low` modulo 2^128, both signed, because PostgreSQL's
/// integers are.
pub(crate) fn halves(digest: [u8; 16]) -> (i64, i64) {
    let (high, low) = digest.split_at(8);
    let signed = |half: &[u8]| half.try_into().map_or(0, i64::from_be_bytes);
    let (high, low) = (signed(high), signed(low));
    // Read as signed, a large low half is 2^64 too small.
    (high.wrapping_add(i64::from(low < 0)), low)
}

/// The digest of two halves.
pub(crate) fn whole(high: i64, low: i64) -> u128 {
    (i128::from(high) << 64).wrapping_add(i128::from(low)).cast_unsigned()
}

pub(crate) fn encode(buffer: &mut Vec<u8>, tenant: TenantId, row: &Row<'_>) {
    let (high, low) = halves(row.digest);
    buffer.reserve(ID_LENGTH_AT + 12 + row.id.len() + row.data.len() + row.extensions.len());
    buffer.extend_from_slice(&10_i16.to_be_bytes());
    for number in [tenant.0, row.source.0, row.kind.0] {
        buffer.extend_from_slice(&4_i32.to_be_bytes());
        buffer.extend_from_slice(&number.to_be_bytes());
    }
    for number in [since_epoch(row.at), since_epoch(row.received), high, low] {
        buffer.extend_from_slice(&8_i32.to_be_bytes());
        buffer.extend_from_slice(&number.to_be_bytes());
    }
    text(buffer, row.id);
    text(buffer, row.data);
    if row.extensions.is_empty() {
        buffer.extend_from_slice(&(-1_i32).to_be_bytes());
    } else {
        text(buffer, row.extensions);
    }
}

fn since_epoch(at: Timestamp) -> i64 {
    at.as_microsecond() - EPOCH_US
}

fn text(buffer: &mut Vec<u8>, text: &str) {
    // Texts are far below 2 GiB: a request's body is.
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    buffer.extend_from_slice(&length.to_be_bytes());
    buffer.extend_from_slice(text.as_bytes());
}

/// Tenant, source and id of an encoded row.
pub(crate) fn key(row: &[u8]) -> (i32, i32, &str) {
    let number = |at: usize| row.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, i32::from_be_bytes);
    let from = ID_LENGTH_AT + 4;
    let length = usize::try_from(number(ID_LENGTH_AT)).unwrap_or(0);
    let id = row.get(from..from + length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    (number(TENANT_AT), number(SOURCE_AT), id.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KindId, SourceId};

    #[test]
    fn halves_add_up_to_the_digest() {
        for digest in [
            [0; 16],
            [0xff; 16],
            [0x7f; 16],
            [0x80; 16],
            *b"0123456\x88abcdefgh",
            [0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0],
        ] {
            let (high, low) = halves(digest);
            assert_eq!(whole(high, low), u128::from_be_bytes(digest), "{digest:?}");
        }
    }

    #[test]
    fn the_key_is_read_back() {
        let at = Timestamp::UNIX_EPOCH;
        let mut buffer = Vec::new();
        let row = Row {
            source: SourceId(7),
            kind: KindId(9),
            id: "événement-1",
            at,
            received: at,
            digest: [3; 16],
            data: "{}",
            extensions: "",
            day: kernel::time::Date::constant(1970, 1, 1),
        };
        encode(&mut buffer, TenantId(-5), &row);
        assert_eq!(key(&buffer), (-5, 7, "événement-1"));
        assert_eq!(key(&[1, 2, 3]), (0, 0, ""));
    }
}
