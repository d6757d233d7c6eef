using Cocoon.Simulation.Chain.Machine;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain;

/// <summary>
/// Making and undoing blocks. A tick is a moment at which a block can come. A block's seqno is its tick less the ticks that
/// reorganisations took back, so that it falls by their depth when one comes, as on a real chain.
/// </summary>
public sealed partial class SimulatedTon
{
    /// <summary>Ticks that a message waits at most when its block was undone.</summary>
    private const int LateTicksMax = 2;

    private readonly Dictionary<int, Cell?> _config = [];
    private ModelFees? _configFees;
    private long _tick;
    private long _undoneTicks;

    /// <summary>A reorganisation that is on its way: when it comes, and the first tick that it undoes.</summary>
    private (long At, long From, Dice Dice)? _fork;

    /// <summary>Is told in words what is out of the ordinary.</summary>
    public Action<string>? Told { get; set; }

    /// <summary>Seqno of the newest block.</summary>
    private uint Seqno => checked((uint)(1 + _tick - _undoneTicks));

    /// <summary>The chain's clock, Unix seconds.</summary>
    private uint Now => checked((uint)TimeOf(_tick).ToUnixTimeSeconds());

    private DateTimeOffset TimeOf(long tick) => _genesis + tick * _options.BlockTime;

    /// <summary>Makes all blocks that are due.</summary>
    private void Advance()
    {
        var due = (_time.GetUtcNow() - _genesis).Ticks / _options.BlockTime.Ticks;
        while (_tick < due)
        {
            _tick = NextBusyTick(due);
            if (_fork is { } fork && _tick >= fork.At) Reorganise(fork.From, fork.Dice);
            if (_ledger.HasMessagesOnTheWay || FirstPending() <= _tick) MakeBlock();
        }
    }

    /// <summary>The next tick at which something happens, or the last one that is due.</summary>
    private long NextBusyTick(long due)
    {
        var next = _ledger.HasMessagesOnTheWay ? _tick + 1 : Math.Min(due, FirstPending());
        if (_fork is { } fork) next = Math.Min(next, fork.At);
        return Math.Max(next, _tick + 1);
    }

    private long FirstPending()
    {
        var first = long.MaxValue;
        foreach (var pending in _pending) first = Math.Min(first, pending.NotBefore);
        return first;
    }

    private void MakeBlock()
    {
        ModelFees? fees = null;
        if (_faults.Strike(FaultKind.ChainFeesChanged) is { } price)
        {
            var (numerator, denominator) = price.Pick(_options.FeeFactors);
            fees = _options.Fees.Scaled(numerator, denominator);
            Tell($"prices are {numerator}/{denominator} of the first ones");
        }
        _ledger.Begin(_tick, Now, fees is null ? null : Executor(fees, _ed25519));
        TakePending();
        _ledger.End();
        if (_fork is null && _faults.Strike(FaultKind.ChainReorganised) is { } dice)
        {
            var depth = 1 + dice.Below(_options.ReorganisationMax);
            var from = Math.Max(1, _tick - dice.Below(depth));
            _fork = (from + depth, from, dice);
        }
    }

    private void TakePending()
    {
        var kept = 0;
        for (var i = 0; i < _pending.Count; i++)
        {
            var pending = _pending[i];
            if (pending.NotBefore <= _tick)
            {
                if (TryTake(pending)) continue;
                pending.NotBefore = _tick + 1;
                if (++pending.Tries > _options.TriesMax)
                {
                    Tell($"given up after {_options.TriesMax} blocks: {pending}");
                    continue;
                }
            }
            _pending[kept++] = pending;
        }
        _pending.RemoveRange(kept, _pending.Count - kept);
    }

    private bool TryTake(PendingMessage pending)
    {
        if (pending.External is { } external) return _ledger.TryImport(pending, External(external.Cell, external.Parsed, external.Usage));
        if (pending.Order is { } order)
        {
            var (message, fees) = Ordered(order.From, order.Message);
            return _ledger.TryOrder(pending, order.From, message, fees);
        }
        _ledger.Give(pending, pending.Gift!);
        return true;
    }

    /// <summary>What the undone blocks had taken waits again, in another order; of what came from outside, some is lost.</summary>
    private void Reorganise(long from, Dice dice)
    {
        _fork = null;
        var returned = _ledger.Undo(from);
        _undoneTicks += _tick - from;
        var lost = 0;
        for (var left = returned.Count; left > 0; left--)
        {
            var chosen = dice.Below(left);
            var pending = returned[chosen];
            returned[chosen] = returned[left - 1];
            if (pending.External is not null && dice.Chance(_options.LostWhenUndone))
            {
                lost++;
                continue;
            }
            (pending.NotBefore, pending.Tries) = (_tick + dice.Below(LateTicksMax + 1), 0);
            _pending.Add(pending);
        }
        Tell($"a reorganisation undid {_tick - from} blocks: {returned.Count - lost} messages wait again, {lost} are lost");
    }

    private Cell? Config(int number)
    {
        var fees = _ledger.Executor.Fees;
        if (!ReferenceEquals(fees, _configFees))
        {
            _config.Clear();
            _configFees = fees;
        }
        if (!_config.TryGetValue(number, out var cell)) _config[number] = cell = fees.Config(number, _options.NetworkId);
        return cell;
    }

    private void Tell(string what) => Told?.Invoke($"block {Seqno}: {what}");
}
