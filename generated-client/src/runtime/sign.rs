//! Hashes and HMACs, for signatures. The cryptography is RustCrypto's.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest;
use subtle::ConstantTimeEq as _;

macro_rules! hashes {
    ($($name:ident $hmac:ident $title:literal $hash:ty),* $(,)?) => {$(
        #[doc = concat!("The ", $title, " of these bytes.")]
        pub fn $name(bytes: &[u8]) -> Vec<u8> {
            <$hash>::digest(bytes).to_vec()
        }

        #[doc = concat!("The HMAC of these bytes with ", $title, " and a key of any length.")]
        pub fn $hmac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
            // No length is refused, but the interface is shared with MACs that have one.
            Hmac::<$hash>::new_from_slice(key)
                .map(|mac| mac.chain_update(bytes).finalize().into_bytes().to_vec())
                .unwrap_or_default()
        }
    )*};
}

hashes! {
    md5 hmac_md5 "MD5" md5::Md5,
    sha1 hmac_sha1 "SHA-1" sha1::Sha1,
    sha256 hmac_sha256 "SHA-256" sha2::Sha256,
    sha384 hmac_sha384 "SHA-384" sha2::Sha384,
    sha512 hmac_sha512 "SHA-512" sha2::Sha512,
}

/// Whether a signature is the one that is due, found out in a time that does not depend on where they differ.
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_hashes_of_rfc_1321_and_fips_180() {
        assert_eq!(hex(&md5(b"")), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(&md5(b"message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hex(&sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            hex(&sha384(b"abc")),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        );
        assert_eq!(
            hex(&sha512(b"abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
    }

    #[test]
    fn the_hmacs_of_rfc_2202_and_4231() {
        let (key, text) = (b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hex(&hmac_md5(key, text)), "750c783e6ab0b503eaa86e310a5db738");
        assert_eq!(hex(&hmac_sha1(key, text)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert_eq!(hex(&hmac_sha256(key, text)), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_eq!(
            hex(&hmac_sha384(key, text)),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        );
        assert_eq!(
            hex(&hmac_sha512(key, text)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        );
        // Keys longer than a block, and empty ones, are keys too.
        assert_eq!(
            hex(&hmac_sha256(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
        assert_eq!(hex(&hmac_sha256(b"", b"")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    }

    #[test]
    fn only_the_same_is_the_same() {
        let due = hmac_sha256(b"key", b"text");
        assert!(same(&due, &due.clone()));
        for position in 0..due.len() {
            let mut other = due.clone();
            other[position] ^= 1;
            assert!(!same(&due, &other));
        }
        assert!(!same(&due, &due[..31]));
        assert!(!same(&due, b""));
        assert!(same(b"", b""));
    }
}
