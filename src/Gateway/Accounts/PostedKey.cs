using System.Text.Json.Serialization;

namespace Cocoon.Gateway.Accounts;

/// <summary>A key that somebody wants.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PostedKey(string? Name, PostedScope? Scope = null)
{
    public const int MaxNameLength = 64;

    public bool IsWhole => Name is { Length: > 0 and <= MaxNameLength };
}
