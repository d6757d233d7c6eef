using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace TelegramMiniApp;

/// <summary>
/// Checks what a Mini App shows of its user (core.telegram.org/bots/webapps, "Validating data received via the Mini App"):
/// HMAC-SHA256 of the sorted fields under HMAC-SHA256("WebAppData", bot token).
/// </summary>
/// <param name="botToken">The bot's token.</param>
/// <param name="time">The clock.</param>
public sealed class InitData(string botToken, TimeProvider time)
{
    /// <summary>How old it may be: whoever stole it can use it for so long.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int MaxLength = 8_192;

    private readonly byte[] _key = HMACSHA256.HashData("WebAppData"u8, Encoding.UTF8.GetBytes(botToken));

    /// <summary>The user's id, if the data is Telegram's, for this bot, and fresh.</summary>
    /// <param name="initData">Telegram.WebApp.initData, as it came.</param>
    /// <param name="user">The user's id.</param>
    public bool TryRead(string? initData, out long user)
    {
        user = 0;
        if (initData is not { Length: > 0 and <= MaxLength }) return false;
        var fields = QueryHelpers.ParseQuery(initData);
        if (fields.Any(static field => field.Value.Count != 1)) return false;
        var signed = string.Join('\n', fields.Where(static field => field.Key != "hash").OrderBy(static field => field.Key, StringComparer.Ordinal).Select(static field => $"{field.Key}={field.Value}"));
        var expected = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed));
        Span<byte> shown = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!fields.TryGetValue("hash", out var hash) || Convert.FromHexString(hash.ToString(), shown, out _, out var length) != System.Buffers.OperationStatus.Done || length != shown.Length) return false;
        return CryptographicOperations.FixedTimeEquals(shown, expected) && IsFresh(fields["auth_date"]) && TryUser(fields["user"], out user);
    }

    private bool IsFresh(string? text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > uint.MaxValue) return false;
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return age <= MaxAge && age >= -Skew;
    }

    private static bool TryUser(string? json, out long user)
    {
        user = 0;
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out user);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
