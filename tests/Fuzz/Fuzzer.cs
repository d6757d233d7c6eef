using System.Diagnostics;
using Cocoon.Fuzz.Tests.Inputs;

namespace Cocoon.Fuzz.Tests;

/// <summary>
/// Gives a target many inputs. Each is read or refused as documented, within bounded time and memory; anything else is
/// reported with the smallest input found that does it.
/// </summary>
internal sealed class Fuzzer(string name, FuzzTarget target, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private byte[] _input = [];
    private long _startedAt;
    private int _refused;

    /// <summary>Runs it; returns how many inputs were refused.</summary>
    /// <exception cref="FuzzException">An input did something else.</exception>
    public int Run(int count)
    {
        Exception? found = null;
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        var thread = new Thread(() =>
        {
            try
            {
                ReadAll(count);
            }
            catch (Exception exception)
            {
                found = exception;
            }
        }) { IsBackground = true, Name = name };
        thread.Start();
        // The clock of one input, looked at from outside: a reader that never ends cannot tell.
        while (!thread.Join(TimeSpan.FromSeconds(1)))
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _startedAt)) > Patience) throw new FuzzException(name, -1, $"was not read within {Patience}", _input, null);
        return found is null ? _refused : throw new AggregateException(found);
    }

    private void ReadAll(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _input = target.Next(new InputSource(new Random(unchecked((seed * 486_187_739) + i))));
            Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
            if (Fault(_input, out var refused) is not { } fault)
            {
                if (refused) _refused++;
                continue;
            }
            var smallest = Shrink(_input, fault.What);
            throw new FuzzException(name, i, fault.What, smallest, fault.Exception);
        }
    }

    private (string What, Exception? Exception)? Fault(byte[] input, out bool refused)
    {
        refused = false;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
        }
        catch (Exception exception) when (target.IsRefusal(exception))
        {
            refused = true;
        }
        catch (Exception exception)
        {
            return ($"threw {exception.GetType().Name}", exception);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > target.AllocatedAtLeast + (input.Length * target.AllocatedPerByte) ? ("took too much memory", null) : null;
    }

    /// <summary>Cuts pieces out while the same goes wrong.</summary>
    private byte[] Shrink(byte[] input, string what)
    {
        for (var piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
                if (Fault(shorter, out _)?.What == what) input = shorter;
                else at += piece;
            }
        }
        return input;
    }
}
