//! AES-CBC with PKCS#7 padding, for payloads that a vendor wraps. The cryptography is RustCrypto's.
//!
//! It hides and does not prove: whoever changes the bytes on the way is not noticed. A vendor that wraps
//! without signing is trusted for what TLS promises and no more.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};

use super::invalid::Invalid;
use super::malformed::Malformed;

/// Encrypts with a key of 16, 24 or 32 bytes and an initialization vector of 16.
///
/// # Errors
///
/// When one of them has another length.
pub fn aes_cbc_encrypt(key: &[u8], iv: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Invalid> {
    let encrypted = match key.len() {
        16 => encrypt::<cbc::Encryptor<Aes128>>(key, iv, bytes),
        24 => encrypt::<cbc::Encryptor<Aes192>>(key, iv, bytes),
        32 => encrypt::<cbc::Encryptor<Aes256>>(key, iv, bytes),
        _ => None,
    };
    encrypted.ok_or_else(|| Invalid::new("needs a key of 16, 24 or 32 bytes and an initialization vector of 16"))
}

/// Decrypts what was encrypted in the same way.
///
/// # Errors
///
/// When key or initialization vector have another length, or the bytes are not what the key decrypts.
pub fn aes_cbc_decrypt(key: &[u8], iv: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let decrypted = match key.len() {
        16 => decrypt::<cbc::Decryptor<Aes128>>(key, iv, bytes),
        24 => decrypt::<cbc::Decryptor<Aes192>>(key, iv, bytes),
        32 => decrypt::<cbc::Decryptor<Aes256>>(key, iv, bytes),
        _ => None,
    };
    decrypted.ok_or_else(|| Malformed::new("what the key and the initialization vector decrypt"))
}

/// Encrypts block by block with a key of 16, 24 or 32 bytes, as some vendors still ask: equal blocks stay equal.
///
/// # Errors
///
/// When the key has another length.
pub fn aes_ecb_encrypt(key: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Invalid> {
    let encrypted = match key.len() {
        16 => blocks::<Aes128>(key, bytes),
        24 => blocks::<Aes192>(key, bytes),
        32 => blocks::<Aes256>(key, bytes),
        _ => None,
    };
    encrypted.ok_or_else(|| Invalid::new("needs a key of 16, 24 or 32 bytes"))
}

/// A block by itself is a chain of one that begins with zeros.
fn blocks<C>(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>>
where
    cbc::Encryptor<C>: KeyIvInit + BlockModeEncrypt,
    C: cbc::cipher::BlockCipherEncrypt,
{
    let fill = 16 - bytes.len() % 16;
    let mut padded = bytes.to_vec();
    padded.extend(std::iter::repeat_n(u8::try_from(fill).ok()?, fill));
    let mut out = Vec::with_capacity(padded.len());
    for block in padded.chunks(16) {
        let encrypted = encrypt::<cbc::Encryptor<C>>(key, &[0; 16], block)?;
        out.extend_from_slice(encrypted.get(..16)?);
    }
    Some(out)
}

fn encrypt<C: KeyIvInit + BlockModeEncrypt>(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let cipher = C::new_from_slices(key, iv).ok()?;
    Some(cipher.encrypt_padded_vec::<Pkcs7>(bytes))
}

fn decrypt<C: KeyIvInit + BlockModeDecrypt>(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let cipher = C::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |index| u8::from_str_radix(&hex[index..index + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(digit).collect()
    }

    /// NIST SP 800-38A, F.2: the first block does not depend on the padding.
    #[test]
    fn the_vectors_of_nist() {
        let iv = bytes("000102030405060708090a0b0c0d0e0f");
        let plain = bytes("6bc1bee22e409f96e93d7e117393172a");
        for (key, first) in [
            ("2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"),
            ("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "4f021db243bc633d7178183a9fa071e8"),
            ("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "f58c4c04d6e5f1ba779eabfb5f7bfbd6"),
        ] {
            let encrypted = aes_cbc_encrypt(&bytes(key), &iv, &plain).unwrap();
            assert_eq!(encrypted.len(), 32);
            assert_eq!(encrypted[..16], bytes(first));
            assert_eq!(aes_cbc_decrypt(&bytes(key), &iv, &encrypted).unwrap(), plain);
        }
    }

    /// NIST SP 800-38A, F.1.
    #[test]
    fn blocks_by_themselves() {
        let key = bytes("2b7e151628aed2a6abf7158809cf4f3c");
        let plain = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        let due = bytes("3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf");
        let encrypted = aes_ecb_encrypt(&key, &plain).unwrap();
        assert_eq!((encrypted.len(), &encrypted[..32]), (48, &due[..]));
        assert!(aes_ecb_encrypt(&key[..15], b"x").is_err());
    }

    #[test]
    fn any_length_comes_back() {
        let (key, iv) = ([7; 32], [9; 16]);
        for length in 0..=50 {
            let plain = vec![b'x'; length];
            let encrypted = aes_cbc_encrypt(&key, &iv, &plain).unwrap();
            assert_eq!(encrypted.len(), (length / 16 + 1) * 16);
            assert_eq!(aes_cbc_decrypt(&key, &iv, &encrypted).unwrap(), plain);
        }
    }

    #[test]
    fn refuses_what_does_not_fit() {
        for (key, iv) in [(15, 16), (17, 16), (0, 16), (33, 16), (16, 15), (16, 0), (16, 17)] {
            let (key, iv) = (vec![0; key], vec![0; iv]);
            assert!(aes_cbc_encrypt(&key, &iv, b"x").is_err());
            assert!(aes_cbc_decrypt(&key, &iv, &[0; 16]).is_err());
        }
        let encrypted = aes_cbc_encrypt(&[1; 16], &[2; 16], b"twenty bytes of text").unwrap();
        for length in [0, 1, 15, 16, 17, 31] {
            assert!(aes_cbc_decrypt(&[1; 16], &[2; 16], &encrypted[..length]).is_err(), "{length}");
        }
    }
}
