using Cocoon.Client.Receipts;
using Cocoon.Client.Transport;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Client.Tests.Vouchers;

/// <summary>A process that ends at any step, over and over, signs as one that never does.</summary>
public sealed class CrashTests
{
    private static readonly SentPrompt Prompt = SentPrompt.Of(new ChatRequest("model", [new ChatTurn("user", "x")]), [], []);

    /// <summary>What happens: a job of 1 to 9 tokens, and after how many steps the process ends during it; 0 for not at all.</summary>
    private static readonly Gen<(int Tokens, int Crash)> Step = Gen.Choose(1, 9).SelectMany(static _ => Gen.Choose(0, 14), static (tokens, crash) => (tokens, crash));

    [Fact]
    public void Wherever_a_process_ends_each_job_is_paid_once_and_no_number_is_signed_twice() => Prop.ForAll(
        Step.ListOf().Where(static steps => steps.Count is > 0 and < 12).ToArbitrary(), static steps => Live([.. steps]).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public async Task Every_single_crash_point_of_a_job_is_harmless()
    {
        for (var point = 1; point <= 20; point++) await Live([(3, 0), (5, point), (2, 0)]);
    }

    private static async Task Live(IReadOnlyList<(int Tokens, int Crash)> steps)
    {
        var folder = Directory.CreateTempSubdirectory("cocoon-vouchers-").FullName;
        var market = new LedgerMarket();
        try
        {
            foreach (var (tokens, crash) in steps) await Process(folder, market, tokens, crash);
            using (var last = new Life(folder, market, crash: 0))
                (await last.Paymaster.SettleLeft(default)).Should().NotContain(static bill => bill.Dispute != null);

            (market.Newest?.Voucher.Amount ?? default).Should().Be(market.Charged, "all is paid in the end, and once");
            market.Seen.GroupBy(static voucher => voucher.Voucher.Seqno).Should().NotContain(static same => same.Distinct().Count() > 1, "no number stands for two amounts");
            market.Seen.Select(static voucher => voucher.Voucher.Amount).Should().BeInAscendingOrder("amounts only grow");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Process(string folder, LedgerMarket market, int tokens, int crash)
    {
        using var life = new Life(folder, market, crash);
        try
        {
            await life.Paymaster.SettleLeft(default);
            var job = market.Open();
            await life.Paymaster.Begin(job, new JobWish("model", Prompt.TokenBound, 9), default);
            var receipt = market.Charge(job, tokens);
            await life.Paymaster.Settle(job.JobId, receipt, LedgerMarket.Salt, status => new ReceiptExpectation(
                job.JobId, FakeMarket.Channel, status.Client, status.MarketKey, Prompt, Said(), tokens, null, null), default);
        }
        catch (Crash)
        {
            // The process is gone; the next one finds what was durable.
        }
    }

    /// <summary>One choice that said nothing: what the receipts here commit to.</summary>
    private static AnswerTranscript Said() => new();

    /// <summary>One process: once it has crashed, nothing it still does has an effect.</summary>
    private sealed class Life : IDisposable
    {
        private readonly SigningKey _key = new(FakeMarket.Filled(40), Ed25519.Default);
        private int _left;

        public Life(string folder, LedgerMarket market, int crash)
        {
            _left = crash == 0 ? int.MaxValue : crash;
            var options = new CocoonClientOptions { Channel = FakeMarket.Channel, NetworkId = -217, VoucherStore = new FileVoucherStore(folder, Step) };
            Paymaster = new Paymaster(new CrashingTransport(market, Step), options, _key, Ed25519.Default, TimeProvider.System);
        }

        public Paymaster Paymaster { get; }

        public void Dispose()
        {
            Paymaster.Dispose();
            _key.Dispose();
        }

        private void Step(string name)
        {
            if (--_left <= 0) throw new Crash(name);
        }
    }

    private sealed class Crash(string step) : Exception(step);
}
