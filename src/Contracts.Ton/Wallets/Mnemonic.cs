using System.Security.Cryptography;
using System.Text;
using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Wallets;

/// <summary>
/// A phrase of 24 words that holds a key, in TON's own scheme: its words are those of BIP-39, its rules are not. Immutable
/// and thread-safe. Its text form does not show the words. Source: tonlib's Mnemonic, as in npm @ton/crypto.
/// </summary>
public sealed class Mnemonic
{
    public const int WordCount = 24;

    private const int Iterations = 100_000;
    private const int VersionIterations = Iterations / 256;
    private const int WordBytes = 2;

    private static readonly byte[] KeySalt = "TON default seed"u8.ToArray();
    private static readonly byte[] VersionSalt = "TON seed version"u8.ToArray();
    private static readonly byte[] PasswordSalt = "TON fast seed version"u8.ToArray();

    private readonly string _phrase;

    private Mnemonic(string phrase) => _phrase = phrase;

    /// <summary>Reads a phrase; case and blanks do not matter.</summary>
    /// <param name="phrase">Twenty-four words.</param>
    /// <param name="password">The password it was made with; null or empty for none.</param>
    /// <exception cref="MnemonicException">Not a phrase of this scheme; says which word is wrong by its place.</exception>
    public static Mnemonic Parse(string phrase, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var words = phrase.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != WordCount) throw new MnemonicException($"A phrase has {WordCount} words, this one has {words.Length}.");
        for (var i = 0; i < words.Length; i++)
            if (!MnemonicWords.Contains(words[i])) throw new MnemonicException($"Word {i + 1} of the phrase is not on the list of words. Check its spelling.");
        var joined = string.Join(' ', words);
        if (IsGood(joined, password)) return new Mnemonic(joined);
        throw new MnemonicException((string.IsNullOrEmpty(password), NeedsPassword(joined)) switch
        {
            (true, true) => "The phrase needs the password it was made with.",
            (false, true) => "The phrase does not fit this password.",
            (false, false) => "The phrase was made without a password.",
            _ => "All words are known, but together they are no phrase of TON's scheme. Check their order; a phrase of another chain's wallet does not work here.",
        });
    }

    /// <summary>A new phrase. Takes some hundred milliseconds, with a password about a second.</summary>
    /// <param name="entropy">Where its randomness comes from.</param>
    /// <param name="password">Needed to use it; null or empty for none.</param>
    public static Mnemonic Generate(RandomNumberGenerator entropy, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> random = stackalloc byte[WordCount * WordBytes];
        var words = new string[WordCount];
        // One phrase in 256 has the version mark that tells good ones, one in 65,536 if it also says "with password".
        while (true)
        {
            entropy.GetBytes(random);
            // 65,536 is a multiple of the number of words, so each word is as likely.
            for (var i = 0; i < words.Length; i++) words[i] = MnemonicWords.All[BitConverter.ToUInt16(random[(i * WordBytes)..]) % MnemonicWords.Count];
            var phrase = string.Join(' ', words);
            if (!IsGood(phrase, password)) continue;
            CryptographicOperations.ZeroMemory(random);
            return new Mnemonic(phrase);
        }
    }

    /// <summary>The words themselves, for their owner to write down. Never log them.</summary>
    public string Reveal() => _phrase;

    /// <summary>The key. Takes some ten milliseconds.</summary>
    /// <param name="ed25519">Computes the public key.</param>
    /// <param name="password">The password it was made with; another one gives another key.</param>
    public SigningKey ToSigningKey(IEd25519 ed25519, string? password = null)
    {
        Span<byte> seed = stackalloc byte[64];
        Derive(Entropy(_phrase, password), KeySalt, Iterations, seed);
        var key = new SigningKey(seed[..SigningKey.SeedBytes], ed25519);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    public override string ToString() => $"a phrase of {WordCount} words";

    private static bool IsGood(string phrase, string? password) =>
        (string.IsNullOrEmpty(password) || NeedsPassword(phrase)) && FirstByte(Entropy(phrase, password), VersionSalt, VersionIterations) == 0;

    private static bool NeedsPassword(string phrase)
    {
        var entropy = Entropy(phrase, null);
        return FirstByte(entropy, PasswordSalt, 1) == 1 && FirstByte(entropy, VersionSalt, VersionIterations) != 0;
    }

    private static byte[] Entropy(string phrase, string? password) =>
        HMACSHA512.HashData(Encoding.UTF8.GetBytes(phrase), Encoding.UTF8.GetBytes(password ?? ""));

    private static byte FirstByte(byte[] entropy, byte[] salt, int iterations)
    {
        Span<byte> derived = stackalloc byte[64];
        Derive(entropy, salt, iterations, derived);
        return derived[0];
    }

    private static void Derive(byte[] entropy, byte[] salt, int iterations, Span<byte> derived) =>
        Rfc2898DeriveBytes.Pbkdf2(entropy, salt, derived, iterations, HashAlgorithmName.SHA512);
}
