using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using static Cocoon.Storage.Tests.Formats.Values;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>What the records of Fixtures/v0.2 say: keys have limits, answers are kept, providers have terms, days and bonuses; all else is as before. Never changed once v0.2 is released.</summary>
internal static class ExpectedOfV02
{
    public static IReadOnlyDictionary<string, Action<object>> Records { get; } =
        new Dictionary<string, Action<object>>(ExpectedOfV01.Records)
        {
            ["account"] = state => AccountIs((AccountState)state),
            ["answer"] = state => AnswerIs((StoredAnswer)state),
            ["provider"] = state => ProviderIs((ProviderState)state),
            ["job.receipted"] = state => ReceiptedIs((JobState)state),
            ["settlement.confirmed"] = state => SettlementIs((SettlementState)state),
            ["epochs"] = state => EpochsAre((EpochsState)state),
            ["dispute"] = state => DisputeIs((DisputeState)state),
            ["dispute.announced"] = state => AnnouncedIs((DisputeState)state),
            ["dispute.executed"] = state => ExecutedIs((DisputeState)state),
        };

    private static void DisputeIs(DisputeState dispute)
    {
        (dispute.Phase, dispute.Verdict, dispute.MaxCompletionTokens, dispute.EvidenceBy, dispute.DecideBy, dispute.IsTold)
            .Should().Be((DisputePhase.Decided, DisputeVerdict.Upheld, 1_000, Time(20), Time(30), true));
        dispute.Receipt!.Receipt.Charge.Should().Be(new Nano(2_045));
        var finding = dispute.First!.Finding;
        (finding.Job, finding.Receipt, finding.Record, finding.Auditor, finding.Outcome).Should().Be((Job(4), Hash(60), Hash(61), Address(70), AuditOutcome.Differs));
        (finding.Choice, finding.Position, finding.Compared, finding.Replay, finding.At).Should().Be((1, 12, 40, Hash(64), Time(15)));
        (dispute.First.EnclaveKey, dispute.First.Signature, dispute.Third!.Finding.Auditor).Should().Be((Hash(70), Signature(70), Address(71)));
        var (statement, slash) = (dispute.Statement!, dispute.Slash!);
        (statement.Statement.Job, statement.Statement.Receipt, statement.Statement.Record, statement.Statement.AuditorKey, statement.Signature)
            .Should().Be((Job(4), Hash(60), Hash(61), Hash(62), Signature(63)));
        (slash.Stake, slash.Amount, slash.Evidence).Should().Be((Address(80), new Nano(1_000_000_000), Hash(81)));
        (slash.Attempt!.Message, slash.Attempt.ValidUntil, slash.Attempt.Seqno).Should().Be((Hash(82), 1_700_000_000u, 5u));
    }

    private static void AnnouncedIs(DisputeState dispute)
    {
        (dispute.Phase, dispute.Verdict, dispute.AnnouncedAt, dispute.RestsUntil, dispute.SlashOutcome)
            .Should().Be((DisputePhase.Announced, DisputeVerdict.Upheld, 1_700_000_100u, Time(90), SlashOutcome.None));
        (dispute.Slash!.Says, dispute.Slash.Evidence, dispute.Slash.Attempt!.Seqno).Should().Be((SlashMessage.Lapse, Hash(81), 5u));
    }

    private static void ExecutedIs(DisputeState dispute) =>
        (dispute.Phase, dispute.AnnouncedAt, dispute.RestsUntil, dispute.SlashOutcome, dispute.Slash!.Says)
            .Should().Be((DisputePhase.Closed, 1_700_000_100u, null, SlashOutcome.Executed, SlashMessage.Execute));

    private static void ProviderIs(ProviderState provider)
    {
        var (measured, audits, edge) = (provider.Offers["tiny-jane"], provider.Offers["Big/Model-70B"], provider.Leases[Job(3)]);
        measured.Profile.Should().Be(new ModelProfile(Time(43), 81.5, 120, 12.25, 20, 80, 320, 640));
        (measured.BatchPrices!.Prompt, measured.Floor!.Completion, measured.AuditsOnly, audits.AuditsOnly).Should().Be((new Nano(5), new Nano(6), false, true));
        (edge.Class, edge.IsEdge, provider.Leases[Job(2)].Class).Should().Be((JobClass.Batch, true, JobClass.Interactive));
        ExpectedOfV01.Records["provider"](provider with
        {
            Offers = provider.Offers.SetItem("tiny-jane", measured with { Profile = null, BatchPrices = null, Floor = null }).SetItem("Big/Model-70B", audits with { AuditsOnly = false }),
            Leases = provider.Leases.SetItem(Job(3), edge with { Class = JobClass.Interactive, IsEdge = false }),
        });
        TermsAre(provider.Terms.Should().ContainSingle(known => known.Key == "tiny-jane").Which.Value);
        (provider.HasLeft, provider.OwnerDraining).Should().Be((true, true));
        provider.Days.Should().Equal(new ProviderDay(new DateOnly(2026, 1, 2), 12, 1, 34_567, new Nano(890)), new ProviderDay(new DateOnly(2025, 12, 31), 0, 2, 0, Nano.Zero));
        (provider.Standings!.Since, provider.Standings.SeenAt).Should().Be((Time(40), Time(41)));
        var standing = provider.Standings.ByModel.Should().ContainSingle(known => known.Key == "tiny-jane").Which.Value;
        standing.Payers.Should().Equal(new PayerTally(0xfedc_ba98_7654_3210, 0.25, 12.5, 0.1));
        (standing.At, standing.Passed, standing.Mismatches, standing.NoAnswers, standing.Lost, standing.Owed).Should().Be((Time(42), 3, 1, 2, 0.5, 0.75));
        (standing.FirstTokenMs, standing.TokensPerSecond).Should().Be((81.5, 42));
        standing.Judgements.Should().Equal(new CountedJudgement(Job(2), true));
    }

    private static void TermsAre(OfferTerms terms)
    {
        (terms.Prices!.Prompt, terms.Floor!.Completion, terms.Ceiling!.CachedPrompt, terms.BatchPrices!.Reasoning, terms.AutoPrices!.Prompt)
            .Should().Be((new Nano(2_000_000), new Nano(1), new Nano(2), new Nano(3), new Nano(4)));
        (terms.AutoPricing, terms.Slots, terms.KeptFree, terms.Schedule!.Zone).Should().Be((true, 8, 40, "Europe/Berlin"));
        terms.Schedule.Windows.Should().Equal(new WeeklyWindow(480, 1_080), new WeeklyWindow(9_000, 60));
    }

    private static void ReceiptedIs(JobState job)
    {
        var (lease, receipt) = (job.Lease!, job.Receipt!);
        (lease.BonusBps, receipt.Receipt.BonusBps, receipt.Receipt.Bonus.Value).Should().Be((300, 300, 61));
        ExpectedOfV01.Records["job.receipted"](job with { Lease = lease with { BonusBps = 0 }, Receipt = receipt with { Receipt = receipt.Receipt with { BonusBps = 0 } } });
    }

    private static void SettlementIs(SettlementState state)
    {
        var line = state.Pending[0];
        (line.Bonus, line.Sale!.Model, line.Sale.Prices.Completion, line.Sale.Tokens, line.Sale.Tier)
            .Should().Be((new Nano(30), "tiny-jane", new Nano(6_000_000), new TokenCounts(100, 20, 300, 5), Tier.CcGpu));
        ExpectedOfV01.Records["settlement.confirmed"](state with { Pending = state.Pending.SetItem(0, line with { Bonus = Nano.Zero, Sale = null }) });
        state.Anchor.Should().Be(new Anchor(492_222, Hash(70)) { Attempt = new ChainAttempt(new HexBytes([0xb5, 3]), 1_767_331_000, 34), Since = 1_767_330_940, Transaction = Hash(71), Block = 4_250, IsFinal = true });
    }

    private static void EpochsAre(EpochsState state)
    {
        var epoch = state.Epochs.Should().ContainSingle().Subject;
        (epoch.Number, epoch.ClosedAt, epoch.NetworkId, epoch.Registry, epoch.Count, epoch.Root, epoch.Transaction)
            .Should().Be((492_222, Time(50), -217, Address(4), 1, Hash(70), Hash(71)));
        epoch.Lines.Should().Equal(new EpochLine(Address(3), "tiny-jane", 731));
    }

    private static void AnswerIs(StoredAnswer answer)
    {
        (answer.Owner, answer.ExpiresAt, answer.IsCancelled).Should().Be((Address(1), Time(60), true));
        answer.Sealed.Should().Equal(1, 0, 255, 62, 63);
    }

    private static void AccountIs(AccountState account)
    {
        ExpectedOfV01.Records["account"](account);
        var scope = account.Scopes["a1b2c3d4"];
        (scope.LeastTier, scope.DailySpend, scope.RequestsPerMinute, scope.TokensPerMinute, scope.Concurrency, scope.ExpiresAt)
            .Should().Be((Tier.CpuTee, new Nano(5_000), 60, 10_000, 4, Time(100)));
        scope.Models.Should().Equal("tiny-jane");
        scope.Origins.Should().Equal("https://app.example");
        (account.Retiring["a1b2c3d4"].SecretHash, account.Retiring["a1b2c3d4"].Until).Should().Be((Hash(22), Time(3)));
        var budget = account.Budgets["a1b2c3d4"];
        (budget.Day, budget.Spent, budget.Held).Should().Be((739_000, new Nano(700), new Nano(300)));
        (budget.Reserved[Job(1)].Amount, budget.Reserved[Job(1)].Day, budget.Reserved[Job(1)].Deadline).Should().Be((new Nano(300), 739_000, Time(2)));
        (account.Proofs[Hash(23).ToString()].Key, account.Proofs[Hash(23).ToString()].Until).Should().Be(("a1b2c3d4", Time(4)));
        (account.Scopes.Count, account.Retiring.Count, account.Budgets.Count, account.Proofs.Count).Should().Be((1, 1, 1, 1));
    }
}
