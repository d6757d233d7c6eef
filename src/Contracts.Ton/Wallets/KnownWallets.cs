using System.Collections.Frozen;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Wallets;

/// <summary>Reads the key out of what a wallet was, or will be, deployed with. Code hashes are those of the published contracts.</summary>
public static class KnownWallets
{
    private const int KeyBytes = 32;

    /// <summary>Hash of the code, and how many bits of the data lie before the key.</summary>
    private static readonly FrozenDictionary<string, int> BitsBeforeKey = new Dictionary<string, int>
    {
        ["b61041a58a7980b946e8fb9e198e3c904d24799ffa36574ea4251c41a566f581"] = 64, // V3R1: seqno, wallet id
        ["84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599"] = 64, // V3R2: the same
        ["feb5ff6820e2ff0d9483e7e0d62c817d846789fb4ae580c878866d959dabd5c0"] = 64, // V4R2: the same, then plugins
        ["20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f"] = 65, // V5R1: a flag, seqno, wallet id
    }.ToFrozenDictionary();

    /// <summary>The wallet's public key; null when this is not the state of a known wallet at this address.</summary>
    /// <param name="stateInit">Bag of cells.</param>
    /// <param name="address">Has to be the hash of it.</param>
    public static byte[]? PublicKey(ReadOnlySpan<byte> stateInit, AccountAddress address)
    {
        try
        {
            var cell = Boc.Read(stateInit);
            if (!cell.Hash.SequenceEqual(address.Hash)) return null;
            var init = StateInit.Parse(cell);
            return init is { HasCode: true, HasData: true } && BitsBeforeKey.TryGetValue(Convert.ToHexStringLower(init.Code.Hash), out var bits)
                ? init.Data.BeginParse().SkipBits(bits).LoadBytes(KeyBytes)
                : null;
        }
        catch (CellFormatException)
        {
            return null;
        }
    }
}
