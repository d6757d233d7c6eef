using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Chain;

/// <summary>Takes every signature for good, so that the fees of a draft can be estimated.</summary>
internal sealed class AnySignature(IEd25519 real) : IEd25519
{
    public string Name => "any signature is good";

    public byte[] PublicKey(ReadOnlySpan<byte> seed) => real.PublicKey(seed);

    public byte[] Sign(SigningKey key, ReadOnlySpan<byte> message) => real.Sign(key, message);

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => true;
}
