namespace Cocoon.Ton.Crypto;

/// <summary>Chooses the implementation: libsodium where the machine has it (several times faster), managed code otherwise.</summary>
public static class Ed25519
{
    public static IEd25519 Default { get; } = SodiumEd25519.TryLoad() ?? (IEd25519)new ManagedEd25519();
}
