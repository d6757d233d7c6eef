using System.Security.Cryptography;
using System.Text;

namespace TelegramMiniApp;

/// <summary>The secret that Telegram sends with each update of a webhook that was set with a secret_token.</summary>
/// <param name="secret">The secret_token: 1 to 256 characters.</param>
public sealed class WebhookSecret(string secret)
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Telegram-Bot-Api-Secret-Token";

    private readonly byte[] _expected = Hash(secret.Length > 0 ? secret : throw new ArgumentException("Set Telegram:WebhookSecret: without it anybody could post updates.", nameof(secret)));

    /// <summary>Whether this is the secret. Takes as long whatever was sent: hashes of one length are compared in constant time.</summary>
    public bool Is(string? sent) => CryptographicOperations.FixedTimeEquals(Hash(sent ?? ""), _expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
