using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;

namespace Cocoon.RaTls.Certificates;

/// <summary>Who a machine says it is. Its evidence is bound to the wallet; the role is what its image must be allowed as.</summary>
/// <param name="Role">Its part of the market.</param>
/// <param name="Wallet">The wallet it works for; a provider's is the one that is paid.</param>
public sealed record PeerIdentity(ImageRole Role, AccountAddress Wallet)
{
    private const string Scheme = "cocoon:";

    /// <summary>"cocoon:role/workchain:hash", as it stands in the certificate's alternative name.</summary>
    public override string ToString() => $"{Scheme}{NameOf(Role)}/{Wallet.Raw}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else, other spellings included.</summary>
    public static PeerIdentity? TryParse(string? text)
    {
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !AccountAddress.TryParse(text[(slash + 1)..], out var wallet)) return null;
        foreach (var role in Enum.GetValues<ImageRole>())
        {
            if (!text.AsSpan(Scheme.Length, slash - Scheme.Length).SequenceEqual(NameOf(role))) continue;
            var identity = new PeerIdentity(role, wallet);
            return identity.ToString() == text ? identity : null;
        }
        return null;
    }

    private static string NameOf(ImageRole role) => role switch
    {
        ImageRole.Core => "core",
        ImageRole.Provider => "provider",
        ImageRole.Gateway => "gateway",
        ImageRole.Edge => "edge",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };
}
