using System.Runtime.ExceptionServices;
using Cocoon.Core;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains;
using Cocoon.Simulation.Chain.Models;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Guarding;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Cocoon.Ton.Client;

namespace Cocoon.Simulation.Running;

/// <summary>
/// One seed from opening to rest: clients and faults until all jobs are started, then no more faults, and everything begun has
/// to end: every hold, every receipt, every withdrawal. One at a time on a thread; any number of threads.
/// </summary>
public sealed class SeedRun
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(2);
    private static readonly TimeSpan Deployment = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(3);

    /// <summary>What the ledger's own code calls that no seed rules; looked for once.</summary>
    private static readonly Lazy<IReadOnlyList<string>> Unrepeatable = new(() =>
        ForbiddenCalls.InLedger(new[] { typeof(Invariant).Assembly, typeof(StateMachineGrain<>).Assembly }.Where(assembly => assembly.Location.Length > 0)));

    [ThreadStatic]
    private static SeedRun? t_current;

    private readonly PlannedFaults _faults;
    private readonly World _world;
    private readonly SimulatedMarket _market;
    private string? _failure;

    private SeedRun(ulong seed, FaultPlan plan, MarketOptions options, bool keepTrace)
    {
        _faults = new PlannedFaults(plan, seed);
        Trace = new Trace(keepTrace);
        _world = new World(seed, _faults, Trace);
        _faults.Struck = TraceStrike;
        _market = new SimulatedMarket(_world, options);
    }

    internal Trace Trace { get; }

    /// <summary>Runs one seed.</summary>
    public static SeedResult Run(ulong seed, FaultPlan plan, MarketOptions options) => Run(seed, plan, options, keepTrace: false, out _);

    /// <summary>Runs seeds one after the other with the usual faults.</summary>
    /// <returns>The first failure, as "seed 17: I5 …"; null when there was none.</returns>
    public static string? FirstFailure(ulong firstSeed, int seeds)
    {
        for (var i = 0UL; i < (ulong)seeds; i++)
            if (Run(firstSeed + i, FaultPlan.Usual, new MarketOptions()).Failure is { } failure) return $"seed {firstSeed + i}: {failure}";
        return null;
    }

    internal static SeedResult Run(ulong seed, FaultPlan plan, MarketOptions options, bool keepTrace, out Trace trace)
    {
        (var result, trace) = SimulationThread.Run(() =>
        {
            var run = new SeedRun(seed, plan, options, keepTrace);
            AppDomain.CurrentDomain.FirstChanceException += OnException;
            t_current = run;
            try
            {
                return (run.ToEnd(), run.Trace);
            }
            finally
            {
                t_current = null;
                AppDomain.CurrentDomain.FirstChanceException -= OnException;
            }
        });
        return result;
    }

    private SeedResult ToEnd()
    {
        try
        {
            if (Unrepeatable.Value is [var call, ..]) throw new EscapedTurnException($"{call}. No simulation can repeat that: take time and randomness from the injected services.");
            Deploy();
            _market.Start();
            if (!_world.RunUntil(() => IsOver || _market.AllJobsTaken, LongestLife)) Fail($"liveness: only {_market.JobsTaken} jobs were started in {LongestLife}");
            if (!IsOver) Rest();
        }
        catch (EscapedTurnException escaped)
        {
            Fail($"determinism: {escaped.Message}");
        }
        finally
        {
            _world.End();
        }

        return new SeedResult(_world.Seed, Trace.Hash, _market.JobsTaken, _market.Auditor.Charged, _faults.Strikes, _world.Turns, TimeSpan.FromTicks(_world.Now), _failure ?? _market.Auditor.Violated);
    }

    /// <summary>The contracts of a market are older than the market.</summary>
    private void Deploy()
    {
        _faults.IsOver = true;
        _world.RunUntil(() => false, Deployment);
        if (!_market.IsDeployed) throw new InvalidOperationException("The vaults could not be deployed.");
        _faults.IsOver = false;
    }

    private bool IsOver => _failure is not null || _market.Auditor.Violated is not null;

    private void Rest()
    {
        _faults.IsOver = true;
        _market.Auditor.Check(null, quiet: false);
        _market.Rest();
        var done = _world.RunUntil(() => IsOver || (_world.Turns % 64 == 0 && IsAtRest), LongestRest);
        if (IsOver) return;
        if (!done)
        {
            Fail($"liveness: after {LongestRest} without faults {WhatIsLeft()}");
            return;
        }

        // Whatever still comes of the past comes now, and must change nothing.
        _world.RunUntil(() => IsOver, Settled);
        if (IsOver) return;
        foreach (var channel in _market.Clients.SelectMany(client => client.Channels)) _market.Auditor.CheckOwner(channel);
        _market.Auditor.Check(ChainNow(), quiet: true);
        if (!_market.Chain.Totals().IsConserved) Fail("I1: the chain made or lost money");
        if (_market.Histories.Check() is { } broken) Fail(broken);
    }

    // The quickest question first: it is asked after every 64th turn.
    private bool IsAtRest => _market.Cluster.Network.Reminders.Count == 0
        && _market.Clients.All(client => client.IsAtRest)
        && _market.Database.All<ChannelState>().All(record => record.State.Holds.IsEmpty && record.State.Unsettled.IsEmpty)
        && _market.Database.All<SettlementState>().All(record => Settlements.IsIdle(record.State))
        && _market.Database.All<JobState>().All(record => HasEnded(record.State));

    /// <summary>Nobody writes down a second time that a job with a receipt was charged.</summary>
    private bool HasEnded(JobState job) => job.IsFinal || _market.Auditor.IsCharged(job);

    private string WhatIsLeft()
    {
        var clients = _market.Clients.Count(client => !client.IsAtRest);
        var channels = _market.Database.All<ChannelState>().Select(record => record.State).ToList();
        var shards = _market.Database.All<SettlementState>().Select(record => record.State).ToList();
        var jobs = _market.Database.All<JobState>().Where(record => !HasEnded(record.State)).ToList();
        var asked = _market.Clients.SelectMany(client => client.Channels).SelectMany(channel => channel.Unsettled).FirstOrDefault();
        var open = _market.Clients.SelectMany(client => client.Channels).FirstOrDefault(channel => channel.Ending != ChannelEnding.None && !channel.IsClosed);
        return $"{clients} clients wait (for job {asked?.Id}, for the {open?.Ending} end of {open?.Address}), {channels.Sum(channel => channel.Holds.Count)} holds, {channels.Sum(channel => channel.Unsettled.Length)} receipts in outboxes, "
            + $"{shards.Sum(shard => shard.Pending.Count)} waiting for a batch, {shards.Count(shard => shard.Open is not null)} open batches, "
            + $"{jobs.Count} jobs{(jobs.Count > 0 ? $" (the first is {jobs[0].State.Status})" : "")} and {_market.Cluster.Network.Reminders.Count} reminders are left";
    }

    private ChainSnapshot ChainNow()
    {
        var look = _market.Look();
        var channels = _market.Clients.SelectMany(client => client.Channels)
            .Select(channel => look.ReadChannel(channel.Address, CancellationToken.None).GetAwaiter().GetResult()).OfType<ChannelFacts>();
        return new ChainSnapshot
        {
            Channels = channels.ToDictionary(facts => facts.Channel),
            Vaults = Enumerable.Range(0, _market.Parameters.Vaults.Count)
                .ToDictionary(shard => shard, shard => look.ReadVault(shard, CancellationToken.None).GetAwaiter().GetResult()!),
            Income = _market.Machines.ToDictionary(machine => machine.Wallet, Income),
        };
    }

    private ProviderIncome Income(ProviderMachine machine)
    {
        var (received, drawn) = (Nano.Zero, Nano.Zero);
        foreach (var transaction in _market.Chain.Transactions(machine.Wallet))
            if (transaction.In is { } message && message.Source is { } source && _market.Parameters.Vaults.Contains(source) && !IsDraw(message)) received += message.Value;
        // The message also carries what was left of the gas, so the vault's own count is the measure.
        foreach (var vault in _market.Parameters.Vaults)
            foreach (var (provider, draws) in _market.Chain.Vault(vault)!.DrawnBy())
                if (provider == machine.Wallet) drawn += draws;
        return new ProviderIncome(received, drawn);
    }

    private static bool IsDraw(TonMessage message)
    {
        var body = message.Body.BeginParse();
        return body.BitsLeft >= 32 && body.LoadUInt32() == Tags.Drawn;
    }

    /// <summary>Faults of chain and clocks are told here; all others where they strike, with what they hit.</summary>
    private void TraceStrike(FaultStrike strike)
    {
        if (strike.Kind >= FaultKind.ChainOutage) Trace.Add(TraceKind.Fault, Trace.Lane("chain"), strike.ToString(), fault: strike.Kind);
        else if (strike.Kind is >= FaultKind.TimerEarly and <= FaultKind.ReminderTwice or FaultKind.CollateralExpires)
            Trace.Add(TraceKind.Fault, Trace.Lane("clocks"), strike.ToString(), fault: strike.Kind);
    }

    private void Fail(string what) => _failure ??= what;

    /// <summary>An assertion of the product's own failed, wherever the exception goes from here.</summary>
    private static void OnException(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is InvariantViolationException && t_current is { } run) run._market.Auditor.Violation(thrown.Exception.Message);
    }
}
