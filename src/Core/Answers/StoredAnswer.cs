using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;

namespace Cocoon.Core.Answers;

/// <summary>A kept answer as ciphertext: nobody but a holder of the API key that it was sealed under can read it (ADR 0013).</summary>
[GenerateSerializer, Immutable, Alias("cocoon.stored-answer")]
public sealed record StoredAnswer
{
    /// <summary>Most bytes of ciphertext that are kept for one answer.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The account it belongs to; unset while nothing is kept.</summary>
    [Id(0)] public AccountAddress Owner { get; init; }

    /// <summary>What <see cref="AnswerSeal.Seal"/> made of it.</summary>
    [Id(1)] public byte[] Sealed { get; init; } = [];

    /// <summary>From when it is no longer there.</summary>
    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its owner does not want the rest of it; whoever makes it looks now and then.</summary>
    [Id(3)] public bool IsCancelled { get; init; }

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Whether this account may have it at this time. Another's answer looks like none.</summary>
    public bool IsFor(AccountAddress owner, DateTimeOffset now) => Sealed.Length > 0 && Owner == owner && now < ExpiresAt;
}
