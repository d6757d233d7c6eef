using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens;

/// <summary>When a token counts. All three times must be there, as whole seconds.</summary>
internal readonly record struct TokenWindow(DateTimeOffset IssuedAt, DateTimeOffset NotBefore, DateTimeOffset Expires)
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(1);

    /// <returns>Null when "exp", "nbf" or "iat" is absent or no time.</returns>
    public static TokenWindow? TryRead(TokenClaims claims) =>
        claims.Time("iat") is { } issued && claims.Time("nbf") is { } notBefore && claims.Time("exp") is { } expires
            ? new TokenWindow(issued, notBefore, expires)
            : null;

    public AttestationFailure At(DateTimeOffset at)
    {
        if (at - Expires > Skew) return AttestationFailure.TokenExpired;
        return NotBefore - at > Skew || IssuedAt - at > Skew ? AttestationFailure.TokenNotYetValid : AttestationFailure.None;
    }

    public bool IsOlderThan(TimeSpan age, DateTimeOffset at) => at - IssuedAt > age;

    /// <summary>When the token expires or becomes older than allowed, whichever comes first.</summary>
    public DateTimeOffset End(TimeSpan maxAge) => Expires - IssuedAt <= maxAge ? Expires : IssuedAt + TimeSpan.FromTicks(Math.Max(0, maxAge.Ticks));

    /// <summary>For people: both ends.</summary>
    public override string ToString() => $"{NotBefore:u} to {Expires:u}";
}
