using Cocoon.Attestation.Policy;
using Cocoon.Core;
using Cocoon.Grains;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Joining.Access;
using Cocoon.Joining.Messages;
using Microsoft.Extensions.Logging;

namespace Cocoon.Joining.Silos;

/// <summary>
/// Lets a call into a grain only when <see cref="GrainAccess"/> names it for the caller's role; everything else is refused.
/// Who the caller is, <see cref="MessageGuard"/> has made sure of. Calls into the runtime's own system targets are how silos
/// live together and are not filtered.
/// </summary>
internal sealed partial class IncomingGate(SiloRoles roles, SiloRoleOptions self, ILocalSiloDetails silo, ILogger<IncomingGate> logger) : IIncomingGrainCallFilter
{
    private static readonly Type Streams = typeof(Orleans.Runtime.IAsyncEnumerableGrainExtension);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetId.Type.IsSystemTarget()) return context.Invoke();
        var (role, wallet) = CallerOf(context.SourceId);
        if (role is { } known && IsAllowed(known, wallet, context)) return context.Invoke();
        var method = $"{context.InterfaceMethod.DeclaringType?.Name}.{context.InterfaceMethod.Name}";
        LogRefused(context.SourceId?.ToString() ?? "unknown", role?.ToString() ?? "unknown", method);
        throw new RefusedException(RefusalCode.CallNotAllowed, $"A caller of role {role?.ToString() ?? "unknown"} may not call {method}.");
    }

    private static bool IsAllowed(ImageRole role, string wallet, IIncomingGrainCallContext context)
    {
        var contract = context.InterfaceMethod.DeclaringType!;
        // Whoever may run a job may read its stream, which the runtime does through an extension of the same grain.
        if (contract == Streams && context.Grain is InferenceGrain or EdgeGrain) return role != ImageRole.Provider;
        // Which clients are machines that dial out, only the silo that they are connected to knows: its guard lets their messages
        // to their own edge grain through and no others. That grain knows its machine by challenge and secret, not by this.
        if (role == ImageRole.Gateway && GrainAccess.MayCall(ImageRole.Edge, contract, context.InterfaceMethod.Name)) return true;
        return GrainAccess.MayCall(role, contract, context.InterfaceMethod.Name) && GrainAccess.MayTouch(role, wallet, contract, context.TargetId.Key.ToString()!);
    }

    private (ImageRole? Role, string Wallet) CallerOf(GrainId? source)
    {
        if (source is not { IsDefault: false } caller) return (null, "");
        var name = new GrainName(caller.Type.ToString()!, caller.Key.ToString()!);
        if (name.Silo is { } home)
        {
            var address = SiloAddress.FromParsableString(home);
            if (address.Equals(silo.SiloAddress)) return (self.Role, self.Wallet);
            return roles.ProviderOf(address) is { } provider ? (ImageRole.Provider, provider.Wallet.Raw) : (ImageRole.Core, "");
        }
        if (name.IsClient) return (ImageRole.Gateway, "");
        return name.Type == MessageRules.Inference ? (ImageRole.Provider, name.Key) : (ImageRole.Core, "");
    }

    [LoggerMessage(5102, LogLevel.Warning, "A call of {Caller} (role {Role}) to {Method} is refused.")]
    private partial void LogRefused(string caller, string role, string method);
}
