using System.Globalization;
using System.Text;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>
/// An application with a channel of its own: runs jobs through whichever gateway answers, checks and pays what it gets, and
/// does everything else that owners do, at random. It may be killed; what it wrote down before survives.
/// </summary>
internal sealed partial class SimulatedClient
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly SimulatedMarket _market;
    private readonly World _world;
    private readonly Dice _dice;
    private readonly int _number;
    private readonly double _diligence;
    private SimulatedProcess _process;
    private List<CancellationTokenSource> _calls = [];
    private int _jobs;
    private int _channels;

    public SimulatedClient(SimulatedMarket market, int number)
    {
        _market = market;
        _world = market.World;
        _number = number;
        _dice = Dice.For(_world.Seed, "client", (ulong)number);
        // Some pay after every job, some only when they are refused otherwise.
        _diligence = _dice.Pick([0.0, 0.5, 1.0]);
        Wallet = market.Keys.Address("client", number);
        _process = new SimulatedProcess(_world, $"client {number}");
        OpenChannel();
    }

    public AccountAddress Wallet { get; }

    /// <summary>All channels it ever had; the last one pays for new jobs.</summary>
    public List<ClientChannel> Channels { get; } = [];

    private ClientChannel Current => Channels[^1];

    private GatewayProcess Gateway => _dice.Pick(_market.Gateways);

    public void Start()
    {
        for (var stream = 0; stream < _market.Options.Streams; stream++) _process.Start(Work);
        _process.Start(KeepBooks);
    }

    /// <summary>Dies in the middle of whatever it does; its connections break, and it starts again from what it wrote down.</summary>
    private void Die(Dice dice)
    {
        if (!_process.IsAlive) return;
        _world.Trace.Add(TraceKind.Fault, _process.Lane, "killed", fault: FaultKind.ClientKilled);
        _process.Kill();
        var broken = _calls;
        _world.After(dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(1)), _ => broken.ForEach(call => call.Cancel()));
        _calls = [];
        _world.After(dice.Between(TimeSpan.Zero, LongestAbsence), _ =>
        {
            _process = new SimulatedProcess(_world, $"client {_number}");
            Start();
        });
    }

    private async Task Work()
    {
        while (!_market.AllJobsTaken)
        {
            await _process.Delay(_dice.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(200)));
            var channel = await Usable();
            if (!_market.TakeJob()) return;
            if (_world.Faults.Strike(FaultKind.ClientKilled) is { } dice) Die(dice);
            if (_world.Faults.Strike(FaultKind.GatewayKilled) is { } gateway) Gateway.Die(gateway);
            if (_world.Faults.Strike(FaultKind.ProviderVanishes) is { } machine) machine.Pick(_market.Machines).Vanish(machine);
            await RunJob(channel);
            if (!_market.IsResting && _dice.Chance(0.08)) await DoSomethingElse(channel);
        }
    }

    /// <summary>The channel for new jobs, once its deposit is final.</summary>
    private async Task<ClientChannel> Usable()
    {
        var channel = Current;
        while (!channel.IsUsable)
        {
            await _process.Delay(_dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)));
            channel = Current;
            await Reported(channel, () => Open(channel));
        }

        return channel;
    }

    private async Task Open(ClientChannel channel) => channel.IsUsable = await Ask(async grains =>
    {
        await grains.Account(Wallet).AddChannel(channel.Address);
        return (await grains.Channel(channel.Address).View()).Available.IsPositive;
    });

    private async Task RunJob(ClientChannel channel)
    {
        var job = NewJob(channel);
        // A second try under the same id is what an app does that got no answer.
        for (var tries = _dice.Chance(0.3) ? 2 : 1; tries > 0 && !job.IsSettled; tries--)
            if (!await Reported(channel, () => Chat(channel, job))) await _process.Delay(_dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        if (job.Charge is not null && _dice.Chance(_diligence)) await Reported(channel, () => Pay(channel, underProtest: false));
    }

    private ClientJob NewJob(ClientChannel channel)
    {
        var tokens = _dice.Chance(0.05) ? 40 : _dice.Below(6);
        var prompt = string.Create(CultureInfo.InvariantCulture, $"tokens {tokens}");
        var limit = _dice.Chance(0.1) ? 2 : Math.Max(tokens, 1);
        var body = $$"""{"model":"{{SimulatedMarket.Model}}","messages":[{"role":"user","content":"{{prompt}}"}]}""";
        Span<byte> random = stackalloc byte[10];
        new DiceEntropy(_dice).Fill(random);
        var now = _process.Time.GetUtcNow();
        var id = JobId.New(now, random);
        var deadline = now + _dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(4));
        var spec = new JobSpec(Wallet, channel.Address, SimulatedMarket.Model, prompt.Length, limit, null, Tier.Simulated, deadline, _market.Keys.Hash($"tag {_number} {_jobs++}"));
        var job = new ClientJob(id, spec, Encoding.UTF8.GetBytes(body), prompt);
        channel.Unsettled.Add(job);
        _market.Auditor.JobBegins(job);
        return job;
    }

    private async Task Chat(ClientChannel channel, ClientJob job)
    {
        var answer = new StringBuilder();
        var seen = 0;
        InferenceOutcome? outcome = null;
        var hangUpAfter = _dice.Chance(0.08) ? _dice.Below(4) : int.MaxValue;
        var hangUp = new CancellationTokenSource();
        var calls = _calls;
        calls.Add(hangUp);
        var process = _process;
        var gateway = Gateway;
        var pause = _dice.Chance(0.03) ? _dice.Between(TimeSpan.Zero, LongestPause) : TimeSpan.Zero;
        await gateway.Ask(process, gateway.Chat(job.Id, job.Spec, job.Body, pause, Arrive, hangUp.Token), AnswerTimeout * 8);
        calls.Remove(hangUp);
        if (outcome is not null) Check(channel, job, outcome, seen, answer.ToString());

        void Arrive(TokenChunk chunk)
        {
            if (!process.IsAlive) return;
            outcome = chunk.Outcome ?? outcome;
            answer.Append(chunk.Text);
            if (chunk.TokenId is null) return;
            job.Seen = Math.Max(job.Seen, ++seen);
            if (seen > hangUpAfter) hangUp.Cancel();
        }
    }

    /// <summary>Does something that may be refused or end with an unknown outcome; both are part of life, and it reacts as an app would.</summary>
    private async Task<bool> Reported(ClientChannel channel, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (RefusedException refused)
        {
            _world.Trace.Add(TraceKind.Note, _process.Lane, $"refused: {refused.Code}");
            await React(channel, refused.Code);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException or OperationCanceledException or OrleansException or InvariantViolationException)
        {
            _world.Trace.Add(TraceKind.Note, _process.Lane, $"no answer: {(failure is IOException ? failure.Message : failure.GetType().Name)}");
        }

        return false;
    }

    private async Task React(ClientChannel channel, RefusalCode code)
    {
        switch (code)
        {
            case RefusalCode.VoucherRequired:
                await Quietly(() => Pay(channel, underProtest: false));
                break;
            case RefusalCode.InsufficientBalance:
                _market.Wallets.TopUp(channel.Address, Amount(3, 9));
                break;
            case RefusalCode.VoucherForged when channel.NextKey is { } next:
                (channel.Key, channel.NextKey) = (next, null);
                break;
            // The voucher was for jobs that have ended otherwise; the next one is for what is owed.
            case RefusalCode.VoucherAboveOwed:
                channel.IsSignedTooMuch = true;
                break;
            case RefusalCode.ChannelClosing when channel.Ending == ChannelEnding.None && channel.NextKey is null:
                await Quietly(() => Reopen(channel));
                break;
        }

        // Whoever is refused comes back a little later.
        if (code is RefusalCode.ProviderBusy or RefusalCode.TooManyHolds or RefusalCode.NoOffer) await _process.Delay(_dice.Between(TimeSpan.FromMilliseconds(100), LongestRetry));
        else if (code == RefusalCode.InsufficientBalance) await _process.Delay(_dice.Between(LongestRetry, LongestRetry * 3));
    }

    private async Task Reopen(ClientChannel channel)
    {
        try
        {
            await Ask(grains => grains.Channel(channel.Address).Reopen());
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.ChannelClosing)
        {
            // The market has agreed to a close, and that answer was lost.
            GiveUp(channel, ChannelEnding.Together);
        }
    }

    private async Task Quietly(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is RefusedException or TimeoutException or IOException or OperationCanceledException or OrleansException)
        {
            // It will be tried again when it is needed again.
            _world.Trace.Add(TraceKind.Note, _process.Lane, $"in vain: {failure.GetType().Name}");
        }
    }

    private Task<T> Ask<T>(Func<IGrainFactory, Task<T>> request) => Gateway.Ask(_process, request, AnswerTimeout);

    private Nano Amount(int leastTenths, int mostTenths) => new(_dice.Between(leastTenths * 100_000_000L, mostTenths * 100_000_000L));

    private void OpenChannel()
    {
        var key = _market.Keys.Key($"voucher {_number}", _channels);
        var vault = _dice.Pick(_market.Parameters.Vaults);
        var (least, most) = _market.Shape.Deposit;
        Channels.Add(new ClientChannel(_market.Wallets.Deploy(Wallet, vault, key, (uint)_channels++, Amount(least, most)), key));
    }
}
