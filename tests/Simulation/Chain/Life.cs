using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A random life of one contract, in the sandbox and as a model.</summary>
internal abstract class Life
{
    protected const int NetworkId = -239; // the sandbox's config
    protected const uint Grace = 1_000;

    /// <summary>What the contracts calculate with.</summary>
    protected static readonly FeePrices Prices = ModelFees.Mainnet.Prices;

    private static readonly Nano[] Values = [new(1), new(39_999), new(40_000), new(1_000_000), new(3_000_000), new(5_000_000), new(60_000_000)];

    protected Life(ulong seed, Sandbox sandbox, StateInit init, uint genesis)
    {
        (Dice, Init, Now) = (new Dice(seed), init, genesis);
        Self = init.GetAddress();
        Twin = new Twin(sandbox, Self, NetworkId);
        Mutator = new Mutator(Dice);
    }

    /// <summary>The chain's clock, Unix seconds.</summary>
    public uint Now { get; private set; }

    /// <summary>Exit and action codes met, for a test that looks for holes.</summary>
    public HashSet<int> Met { get; } = [];

    protected Dice Dice { get; }
    protected Mutator Mutator { get; }
    protected StateInit Init { get; }
    protected AccountAddress Self { get; }
    protected Twin Twin { get; }

    public void Live(int messages)
    {
        Deploy();
        for (var i = 0; i < messages; i++)
        {
            if (OneIn(3)) Now += Dice.Pick<uint>([1, 60, Grace - 1, Grace, Grace, 20 * 86_400]);
            if (OneIn(25)) Twin.SetBalance(new Nano(Dice.Between(0, OneIn(2) ? 100_000_000 : 10_000_000_000)));
            Step();
        }
    }

    protected abstract void Deploy();

    protected abstract void Step();

    /// <summary>Mostly to the very second at which something becomes possible, or the one before or after it.</summary>
    protected void WaitFor(ulong time)
    {
        var chosen = time + (ulong)Dice.Below(3) - 1;
        if (chosen > Now && chosen <= uint.MaxValue) Now = (uint)chosen;
    }

    protected bool OneIn(int number) => Dice.Below(number) == 0;

    protected static AccountAddress Account(byte number) => AccountAddress.From(0, [.. new byte[31], number]);

    protected static SigningKey Key(byte number) => new([.. new byte[31], number], Ed25519.Default);

    protected static HexBytes PublicKey(SigningKey key) => new(key.PublicKey.Span);

    protected static HexBytes Sign(SigningKey key, Cell cell) => new(Ed25519.Default.Sign(key, cell.Hash));

    /// <summary>Mostly the first of two.</summary>
    protected T Mostly<T>(T usual, T other) => OneIn(8) ? other : usual;

    /// <summary>An internal message; now and then damaged, worth next to nothing, or not to be bounced.</summary>
    /// <param name="name">What it is, for people.</param>
    /// <param name="from">Sender.</param>
    /// <param name="body">Body.</param>
    /// <param name="value">What it carries mostly; null for ample fees.</param>
    /// <param name="init">Deploys the contract.</param>
    /// <param name="bounced">Whether it is coming back.</param>
    /// <param name="least">The least value with which the contract takes it, by its forward fee: now and then the message carries just that, or one nano less.</param>
    protected Execution Tell(
        string name, AccountAddress from, Cell body, Nano? value = null, StateInit? init = null, bool bounced = false, Func<Nano, Nano>? least = null)
    {
        var forwardFee = new Nano(Dice.Between(0, 900_000));
        var worth = OneIn(12) ? Dice.Pick(Values)
            : least is not null && OneIn(6) ? least(forwardFee) - new Nano(Dice.Below(2))
            : value ?? new Nano(Dice.Between(60_000_000, 300_000_000));
        var message = new ChainMessage(from, Self, worth, forwardFee, Bounce: !bounced && !OneIn(6), bounced, Mutator.Maybe(body, 0.12), init);
        return Note(Twin.Send(name, message, Now));
    }

    /// <summary>A message from outside; now and then damaged.</summary>
    protected Execution Import(string name, Cell body, StateInit? init = null) =>
        Note(Twin.Send(name, new ChainMessage(null, Self, Nano.Zero, Nano.Zero, Bounce: false, Bounced: false, Mutator.Maybe(body, 0.08), init), Now));

    private Execution Note(Execution execution)
    {
        Met.Add(execution.ExitCode != 0 ? execution.ExitCode : execution.ActionCode);
        return execution;
    }
}
