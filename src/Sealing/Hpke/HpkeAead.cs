namespace Cocoon.Sealing.Hpke;

/// <summary>The ciphers of RFC 9180, section 7.3, that are used here. Sealed prompts use AES-256; the other is for the RFC's own vectors.</summary>
internal enum HpkeAead
{
    Aes128Gcm = 1,
    Aes256Gcm = 2,
}
