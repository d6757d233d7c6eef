using Cocoon.Bench.Harness;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Bench.Ton;

/// <summary>The hot paths of the TON library on one core.</summary>
internal static class TonBench
{
    private const double CellHashesWanted = 1_000_000;
    private const double VerificationsWanted = 15_000;
    private const int Cells = 4_000;

    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static void Run(Runner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        CellsAndBags(runner);
        Signatures(runner);
    }

    private static void CellsAndBags(Runner runner)
    {
        runner.Begin("Cells");
        var address = AccountAddress.From(0, Seed);
        runner.Measure("cell hashes: empty leaf", () => new CellBuilder().Build(), target: CellHashesWanted);
        runner.Measure("cell hashes: 32 bytes", () => new CellBuilder().StoreBytes(Seed).Build(), target: CellHashesWanted);
        runner.Measure("cell hashes: two references", () => new CellBuilder().StoreUInt(1, 32).StoreRef(Cell.Empty).StoreRef(Cell.Empty).Build());
        runner.Measure("voucher cells", () => VoucherSigner.Cell(new Voucher(address, new Nano(5), 7)));

        var tree = Tree(Cells);
        var bag = Boc.Write(tree);
        runner.Measure("bag parse, cells", () => Boc.Read(bag), Cells, CellHashesWanted);
        runner.Measure("bag parse, MB", () => Boc.Read(bag), bag.Length / 1e6);
        runner.Measure("bag write, MB", () => Boc.Write(tree), bag.Length / 1e6);

        var map = new Hashmap<ulong, ulong>(HashmapKey.UInt(64), CellCodecs.UInt(64));
        for (var i = 0UL; i < 1_000; i++) map[i * 0x9e3779b97f4a7c15] = i;
        var root = map.ToCell();
        runner.Measure("dictionary write, entries", () => map.ToCell(), 1_000);
        runner.Measure("dictionary read, entries", () => Hashmap<ulong, ulong>.Load(root, HashmapKey.UInt(64), CellCodecs.UInt(64)), 1_000);
        runner.Measure("dictionary look-ups", () => Hashmap<ulong, ulong>.TryFind(root, HashmapKey.UInt(64), CellCodecs.UInt(64), 0x9e3779b97f4a7c15, out _));
    }

    private static void Signatures(Runner runner)
    {
        runner.Begin($"Signatures ({Ed25519.Default.Name})");
        using var key = new SigningKey(Seed, Ed25519.Default);
        var signer = new VoucherSigner(Ed25519.Default);
        var publicKey = new HexBytes(key.PublicKey.Span);
        var voucher = new Voucher(AccountAddress.From(0, Seed), new Nano(5_000_000), 7);
        var signed = signer.Sign(voucher, key);
        runner.Measure("voucher verifications", () => signer.Verify(signed, publicKey), target: VerificationsWanted);
        runner.Measure("voucher signatures", () => signer.Sign(voucher, key));
        var wallet = new WalletV5R1(key.PublicKey.Span, TonNetwork.Local);
        InternalMessage[] payments = [.. Enumerable.Repeat(new InternalMessage(wallet.Address, new Nano(5), Bounce: false), 254)];
        runner.Measure("wallet transfers of 254 messages, messages", () => wallet.CreateTransfer(key, 1, 1, payments, Ed25519.Default), payments.Length);
    }

    /// <summary>A tree of distinct cells, like a contract's state.</summary>
    private static Cell Tree(int cells)
    {
        var layer = Enumerable.Range(0, cells * 3 / 4).Select(i => new CellBuilder().StoreUInt((ulong)i, 32).StoreBytes(Seed).StoreBytes(Seed).Build()).ToList();
        while (layer.Count > 1) layer = [.. layer.Chunk(4).Select(four => four.Aggregate(new CellBuilder().StoreUInt((ulong)layer.Count, 32), (builder, child) => builder.StoreRef(child)).Build())];
        return layer[0];
    }
}
