using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Wallets;

/// <summary>
/// The code of wallet V3R2, a constant of the TON ecosystem: every wallet with this hash has the same address rules.
/// Source: the TON node's wallet3 code as published in npm @ton/ton 16.3.0.
/// </summary>
internal static class WalletV3R2Code
{
    public const string Hash = "84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599";

    private const string Base64 =
        "te6cckEBAQEAcQAA3v8AIN0gggFMl7ohggEznLqxn3Gw7UTQ0x/THzHXC//jBOCk8mCDCNcYINMf0x/TH/gjE7vyY+1E0NMf0x/T/9FRMrryoVFEuvKiBPkBVBBV" +
        "+RDyo/gAkyDXSpbTB9QC+wDo0QGkyMsfyx/L/8ntVBC9ba0=";

    public static Cell Cell { get; } = Boc.ReadBase64(Base64);
}
