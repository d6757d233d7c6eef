using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cocoon.Inference.Models.Identity;

/// <summary>
/// A model on a dm-verity disk as COCOON writes it: "name@commit:hash", where the hash is the disk's dm-verity root. The
/// kernel holds every read of the disk against it; this process can check the form of it only.
/// </summary>
/// <param name="Name">Publisher and model, such as "google/gemma-3-270m".</param>
/// <param name="Commit">Commit of the publisher's repository: 7 to 64 hex digits.</param>
/// <param name="RootHash">64 lower-case hex digits.</param>
public sealed partial record VerityName(string Name, string Commit, string RootHash)
{
    /// <summary>False for a text of any other form.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VerityName? name)
    {
        name = text is { Length: <= 320 } && Form().Match(text) is { Success: true, Groups: var groups }
            ? new VerityName(groups[1].Value, groups[2].Value, groups[3].Value)
            : null;
        return name is not null;
    }

    public override string ToString() => $"{Name}@{Commit}:{RootHash}";

    [GeneratedRegex("""\A([A-Za-z0-9][A-Za-z0-9._-]{0,95}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?)@([0-9a-f]{7,64}):([0-9a-f]{64})\z""")]
    private static partial Regex Form();
}
