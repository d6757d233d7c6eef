using System.Diagnostics;
using System.Globalization;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

internal static class ChildSignal
{
    public static void Send(string name, int process)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.Should().Be(0);
    }
}
