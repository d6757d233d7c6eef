using System.CommandLine;
using System.Diagnostics;
using Cocoon.Cli.Dev;
using Cocoon.Client;
using Cocoon.Core;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Grains;
using Cocoon.Ton;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging;

namespace Cocoon.Cli.Demo;

/// <summary>"cocoon demo": the main job from prompt to settled batch, on a fresh market that is gone afterwards.</summary>
internal static class DemoCommand
{
    private const string Question = "What is the capital of France?";

    public static Command Create()
    {
        var prompt = new Option<string>("--prompt") { Description = "What to ask.", DefaultValueFactory = _ => Question };
        var command = new Command("demo", "Run the main job once: ask, stream, check the receipt, pay, settle on chain.") { prompt };
        command.SetAction((result, cancellationToken) => Failures.Report(() => Run(result.GetValue(prompt)!, cancellationToken)));
        return command;
    }

    private static async Task<int> Run(string prompt, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var state = Path.Combine(ProjectRoot.State("demo"), $"{Environment.ProcessId}");
        Heading("1. Start a market on this machine");
        await using (var market = await DevMarket.Start(
            new DevNodeOptions(state, Port: 0, KeepVouchers: false, LogLevel.Warning), step => Console.WriteLine($"  {step}"), cancellationToken))
        {
            await Trade(market, prompt, cancellationToken);
            Heading("6. Stop everything");
        }
        Directory.Delete(state, recursive: true);
        Console.WriteLine($"  done in {clock.Elapsed.TotalSeconds:0.0} s");
        return 0;
    }

    private static async Task Trade(DevMarket market, string prompt, CancellationToken cancellationToken)
    {
        var network = market.Network;
        var client = await AccountWatch.Begin("client wallet", network.Client.Address, network.Ton, cancellationToken);
        var channel = await AccountWatch.Begin("client channel", network.Channel, network.Ton, cancellationToken);
        var wallet = await AccountWatch.Begin("market wallet", network.Market.Address, network.Ton, cancellationToken);
        var vault = await AccountWatch.Begin("market vault", network.Vault, network.Ton, cancellationToken);
        var provider = await AccountWatch.Begin("provider wallet", network.Provider.Address, network.Ton, cancellationToken);
        AccountWatch[] all = [client, channel, wallet, vault, provider];

        Heading("2. Ask, and stream the answer");
        var result = await Ask(market, prompt, cancellationToken);
        var receipt = result.Receipt ?? throw new CliException("The model answered with nothing, so there is nothing to settle. Ask something else with --prompt.");

        Heading("3. The receipt, checked by the client, and the voucher that pays for it");
        DemoReport.Receipt(receipt);
        Console.WriteLine($"  counted    {Counted.Of(result.TokensCounted, "token")} as {(result.TokensCounted == 1 ? "it" : "they")} arrived: agrees");
        Console.WriteLine($"  voucher    {result.Voucher!.Voucher.Amount} in all, seqno {result.Voucher.Voucher.Seqno}, signed by the client");

        Heading("4. Settle on chain");
        var batch = await Settle(market, receipt, cancellationToken);
        foreach (var account in all) await account.End(cancellationToken);
        DemoReport.Transactions(all);
        await Prove(market, batch, receipt);

        Heading("5. Balances");
        DemoReport.Balances(all);
        DemoReport.Reconcile(receipt.Receipt, batch, client, channel, [wallet, vault], provider);
    }

    private static async Task<ChatResult> Ask(DevMarket market, string prompt, CancellationToken cancellationToken)
    {
        var model = market.Node.Model;
        using var client = new CocoonClient(new HttpClient(), new CocoonClientOptions
        {
            Endpoint = market.Node.Address,
            ApiKey = market.Node.ApiKey.Reveal(),
            Channel = market.Network.Channel,
            VoucherSeed = market.Network.Keys.VoucherSeed,
            NetworkId = TonNetwork.Local,
            // The demo's channel is its own and ends with it.
            VoucherStore = new MemoryVoucherStore(),
        }, Ed25519.Default, new ModelPromptCounter(model));
        Console.WriteLine($"  > {prompt}");
        Console.Write("  < ");
        await foreach (var update in client.StreamChatAsync(new ChatRequest(model.Id, [new ChatTurn("user", prompt)]) { Temperature = 0 }, cancellationToken))
        {
            Console.Write(update.Text);
            if (update.Result is not { } result) continue;
            Console.WriteLine();
            return result;
        }
        throw new CliException("The answer ended without a result.");
    }

    private static async Task<Batch> Settle(DevMarket market, SignedReceipt receipt, CancellationToken cancellationToken)
    {
        var grains = market.Node.Grains;
        await grains.Channel(receipt.Receipt.Channel).Push();
        var seqno = await grains.Settlement(0).Settle() ?? throw new CliException("Nothing reached settlement.");
        Batch? batch = null;
        await DevWallet.Until(async () => (batch = await grains.Batch(0, seqno).View()) is not null, "the batch", cancellationToken);
        Console.WriteLine($"  batch {seqno}: {batch!.Receipts.Count} receipt, {batch.Payouts.Count} payout of {batch.PayoutTotal}, transaction {batch.PayoutTransaction}");
        return batch;
    }

    private static async Task Prove(DevMarket market, Batch batch, SignedReceipt receipt)
    {
        var proof = await market.Node.Grains.Batch(0, batch.Seqno).Proof(receipt.Receipt.Hash());
        if (proof is not { IsValid: true }) throw new CliException("The receipt cannot be proven against the batch's root.");
        Console.WriteLine($"  the receipt is proven to be number {proof.Index + 1} of {proof.Count} under the root on chain, {proof.Root.ToString()[..24]}…");
    }

    private static void Heading(string text) => Console.WriteLine($"\n{text}");
}
