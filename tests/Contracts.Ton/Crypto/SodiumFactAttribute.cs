using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Tests.Crypto;

/// <summary>A test that needs libsodium; skipped with that reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SodiumFactAttribute : FactAttribute
{
    public SodiumFactAttribute()
    {
        if (SodiumEd25519.TryLoad() is null) Skip = "This machine has no libsodium (Debian: libsodium23); its results are not compared.";
    }
}
