namespace Cocoon.Inference.Models.Identity;

/// <summary>Which model it is, to the byte.</summary>
/// <param name="Name">The model's id in the market.</param>
/// <param name="Revision">The publisher's name for the state of its files, such as a commit; null where nobody said.</param>
/// <param name="Hash">SHA-256 of its manifest, 64 lower-case hex digits.</param>
public sealed record ModelIdentity(string Name, string? Revision, string Hash)
{
    /// <summary>"name@revision:hash", or "name:hash".</summary>
    public override string ToString() => Revision is null ? $"{Name}:{Hash}" : $"{Name}@{Revision}:{Hash}";
}
