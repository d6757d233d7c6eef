using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Market;

/// <summary>Keys and addresses of a simulated market, drawn from its seed.</summary>
internal sealed class MarketKeys(ulong seed)
{
    public SigningKey Key(string owner, int number = 0) => new(Bytes(owner, number), SimulatedEd25519.Instance);

    public AccountAddress Address(string owner, int number = 0) => AccountAddress.From(0, Bytes(owner, number));

    public HexBytes Hash(string of) => new(Bytes(of, 0));

    private byte[] Bytes(string purpose, int number)
    {
        var dice = Dice.For(seed, purpose, (ulong)number);
        var bytes = new byte[32];
        for (var i = 0; i < bytes.Length; i += 8) BitConverter.TryWriteBytes(bytes.AsSpan(i), dice.Next());
        return bytes;
    }
}
