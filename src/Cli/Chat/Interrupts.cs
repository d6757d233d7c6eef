using System.Runtime.InteropServices;

namespace Cocoon.Cli.Chat;

/// <summary>
/// Ctrl-C as people mean it in a conversation: the first stops the answer, or warns when there is none; the next one, with
/// nothing said in between, leaves. Thread-safe.
/// </summary>
internal sealed class Interrupts(Action warn) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private CancellationTokenSource? _answer;
    private bool _warned;

    /// <summary>Set once the person wants to leave.</summary>
    public CancellationToken Leaving => _leaving.Token;

    /// <summary>Listens to Ctrl-C, and to SIGTERM, which leaves at once.</summary>
    public void Listen()
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => { signal.Cancel = true; Press(); }));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; Leave(); }));
    }

    /// <summary>An answer begins; the first Ctrl-C cancels this token.</summary>
    public CancellationToken Answering()
    {
        lock (_gate)
        {
            _warned = false;
            _answer?.Dispose();
            _answer = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
            return _answer.Token;
        }
    }

    /// <summary>The answer is over, one way or another.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            _answer?.Dispose();
            _answer = null;
        }
    }

    /// <summary>A person has said something: the next Ctrl-C counts as the first again.</summary>
    public void Heard()
    {
        lock (_gate) _warned = false;
    }

    public void Press()
    {
        lock (_gate)
        {
            if (_warned)
            {
                Cancel(_leaving);
                return;
            }
            _warned = true;
            if (_answer is { } answer) Cancel(answer);
            else warn();
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _answer?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>Whoever waits for it goes on elsewhere, not under our lock.</summary>
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync();

    private void Leave()
    {
        lock (_gate) Cancel(_leaving);
    }
}
