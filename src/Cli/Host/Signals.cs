using System.Runtime.InteropServices;

namespace Cocoon.Cli.Host;

/// <summary>SIGTERM and Ctrl-C, while there is no host yet that would hear them.</summary>
internal static class Signals
{
    /// <summary>Calls instead of ending the process, until what is returned is disposed.</summary>
    public static IDisposable OnStop(Action stop)
    {
        PosixSignalRegistration[] registrations = [Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGINT)];
        return new Registrations(registrations);

        PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop();
        });
    }

    private sealed class Registrations(PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (var registration in registrations) registration.Dispose();
        }
    }
}
