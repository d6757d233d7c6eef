using System.Net.Http.Headers;
using Cocoon.Cli.Dev;
using Cocoon.Cli.Market;
using Cocoon.Core.Audit;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Receipts;
using Cocoon.EndToEnd.Tests.Canaries;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Settlement;
using Cocoon.Inference;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>A dev market with two machines of one model, either of which may die.</summary>
internal sealed class MortalMarket : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly MortalEngine _second;
    private DevMarket _market = null!;
    private MarketParameters _rules = null!;

    private MortalMarket() => _second = new MortalEngine(Doom);

    public Doom Doom { get; } = new();

    /// <summary>Calls its gateway with the demo client's key; the gateway signs what that client owes.</summary>
    public HttpClient Api { get; private set; } = null!;

    public string Model => _market.Node.Model.Id;

    /// <summary>The key that receipts are countersigned with.</summary>
    public HexBytes Key => new(_market.Network.Keys.Market.PublicKey.Span);

    public Task<ChannelView> Channel() => _market.Node.Channel();

    private ISettlementGrain Settlement => _market.Node.Grains.Settlement(0);

    public static async Task<MortalMarket> Start()
    {
        var market = new MortalMarket();
        try
        {
            await market.Open();
            return market;
        }
        catch
        {
            await market.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes every receipt to its payout.</summary>
    /// <returns>The settlement afterwards, held against the chain.</returns>
    public async Task<SettlementView> Settle()
    {
        await _market.Node.Grains.Channel(_market.Network.Channel).Push();
        await DevWallet.Until(async () => await Settlement.Settle() is null && await Settlement.View() is { Open: null, Pending: 0 }, "all batches", CancellationToken.None);
        return await Settlement.Reconcile();
    }

    /// <summary>What is wrong in the stored records once everything has come to its end.</summary>
    public async Task<IReadOnlyList<Finding>> Audit() => BooksAudit.Check(
        await StoredBooks.ReadFile(Path.Combine(_folder.Path, "market.db"), CancellationToken.None),
        new AuditScope { Now = DateTimeOffset.UtcNow, Quiet = true, Limits = _rules.Channel });

    /// <summary>What cannot be proven of a receipt that its batch has brought on chain.</summary>
    public async Task<IReadOnlyList<Client.Receipts.ReceiptFinding>> Doubts(ReceiptFile file)
    {
        var verifier = new Client.Receipts.ReceiptFileVerifier(Ton.Crypto.Ed25519.Default);
        var onChain = await Client.Receipts.ReceiptFileVerifier.OnChain(file.Proof!, _market.Network.Ton, CancellationToken.None);
        return [.. verifier.Offline(file, Key).Append(onChain).Where(static finding => finding.Holds != true)];
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (_market is not null) await _market.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Dispose();
    }

    private async Task Open()
    {
        _market = await DevMarket.Start(new DevNodeOptions(_folder.Path, Port: 0, KeepVouchers: true, LogLevel.Error, Configure)
        {
            Silo = Configure,
            Override = new SecondMachine(_second).AddTo,
        }, static _ => { }, CancellationToken.None);
        Api = new HttpClient { BaseAddress = _market.Node.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", _market.Node.ApiKey.Reveal()) } };
        await DevWallet.Until(async () => (await _market.Node.Grains.Market(Model).Snapshot()).Count == 2, "both offers", CancellationToken.None);
    }

    private void Configure(DevNetwork network, IServiceCollection services) => services.AddSingleton<Func<ModelFolder, IInferenceEngine>>(_ => new MortalEngine(Doom));

    private void Configure(DevNetwork network, CocoonSiloOptions silo) =>
        // An audit would begin an answer too, and might be taken for the one that is doomed.
        _rules = silo.Market = silo.Market with { Incentives = silo.Market.Incentives with { AuditBps = 0 } };
}
