namespace Cocoon.Client;

/// <summary>An API key of an account.</summary>
/// <param name="Id">Public short name.</param>
/// <param name="Name">The owner's label.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">From when it is refused; null while valid.</param>
/// <param name="Key">The key itself, in the answer to its making only: never log it.</param>
public sealed record AccountKey(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Key = null)
{
    /// <summary>Says nothing of the key itself.</summary>
    public override string ToString() => $"API key {Id} ({Name})";
}
