using System.Diagnostics;

namespace Cocoon.CrashHost;

/// <summary>Ends this process as kill -9 does: no handler, no flush, no goodbye.</summary>
internal sealed class Death(CrashPoint point)
{
    public void At(CrashPoint reached)
    {
        if (reached == point) Process.GetCurrentProcess().Kill();
    }
}
