namespace Cocoon.Ton;

/// <summary>Global ids of TON networks; part of everything that is signed, so a signature counts on one network only.</summary>
public static class TonNetwork
{
    public const int Mainnet = -239;
    public const int Testnet = -3;

    /// <summary>Our own local chain.</summary>
    public const int Local = -217;
}
