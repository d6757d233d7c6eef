using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Cocoon.Core.Crypto;

namespace Cocoon.Simulation.Guarding;

/// <summary>
/// Finds code that a simulation could not repeat, before it runs: calls to the wall clock, to randomness that no seed rules, to
/// the thread pool and to real I/O, in the instructions of an assembly's methods. What reflection or a library does behind a
/// call is not seen here; the guard of the running simulation is for that.
/// </summary>
internal static class ForbiddenCalls
{
    /// <summary>Types of which no member may be used.</summary>
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Threading.ThreadPool", "System.Threading.Thread", "System.Threading.Timer", "System.Timers.Timer", "System.Threading.Tasks.Parallel",
        "System.Diagnostics.Stopwatch", "System.IO.File", "System.IO.FileStream", "System.IO.Directory", "System.Net.Sockets.Socket",
        "System.Net.Http.HttpClient", "System.Diagnostics.Process", "System.Security.Cryptography.RandomNumberGenerator",
    };

    /// <summary>Single members.</summary>
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "System.DateTime.get_UtcNow", "System.DateTime.get_Now", "System.DateTime.get_Today", "System.DateTimeOffset.get_UtcNow", "System.DateTimeOffset.get_Now",
        "System.TimeProvider.get_System", "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Random.get_Shared", "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.ConfigureAwait", "System.Threading.Tasks.ValueTask.ConfigureAwait",
        "System.Threading.CancellationTokenSource.CancelAsync", "System.Threading.CancellationTokenSource.CancelAfter",
    };

    private static readonly OpCode[] OpCodes = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];
    private static readonly Dictionary<short, OpCode> ByValue = OpCodes.ToDictionary(code => code.Value);

    /// <summary>Of the ledger's own code, in which one class may take randomness from the system: the one that simulations replace.</summary>
    public static IReadOnlyList<string> InLedger(params IEnumerable<Assembly> assemblies) =>
        [.. assemblies.SelectMany(In).Where(call => !call.StartsWith($"{typeof(SystemEntropy).FullName}.", StringComparison.Ordinal))];

    /// <returns>One line a call: who calls what.</returns>
    public static IReadOnlyList<string> In(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var found = new List<string>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            foreach (var called in Called(metadata, file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
                if (IsForbidden(called)) found.Add($"{TypeName(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)} calls {called}");
        }

        return found;
    }

    private static bool IsForbidden(string member) => Members.Contains(member)
        || member is "System.Random..ctor()" or "System.Threading.Tasks.Task.Delay without a TimeProvider" or "System.Threading.CancellationTokenSource..ctor with a delay of the wall clock"
        || Types.Contains(member[..Math.Max(0, member.LastIndexOf('.'))].TrimEnd('.'));

    private static List<string> Called(MetadataReader metadata, BlobReader instructions)
    {
        var called = new List<string>();
        while (instructions.RemainingBytes > 0)
        {
            short value = instructions.ReadByte();
            if (value == 0xFE) value = (short)(0xFE00 | instructions.ReadByte());
            var code = ByValue[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineTok)
            {
                if (Name(metadata, MetadataTokens.EntityHandle(instructions.ReadInt32())) is { } name) called.Add(name);
            }
            else instructions.Offset += Size(code, instructions);
        }

        return called;
    }

    private static string? Name(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.MethodSpecification) handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (handle.Kind != HandleKind.MemberReference) return null;
        var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
        var type = member.Parent.Kind == HandleKind.TypeSpecification ? SpecName(metadata, (TypeSpecificationHandle)member.Parent) : TypeName(metadata, member.Parent);
        var name = metadata.GetString(member.Name);
        return (type, name) switch
        {
            ("System.Random", ".ctor") when Parameters(metadata, member) == 0 => "System.Random..ctor()",
            ("System.Threading.Tasks.Task", "Delay") when !Mentions(member, "TimeProvider") => "System.Threading.Tasks.Task.Delay without a TimeProvider",
            ("System.Threading.CancellationTokenSource", ".ctor") when Parameters(metadata, member) == 1 => "System.Threading.CancellationTokenSource..ctor with a delay of the wall clock",
            // Options that keep the context are fine; false is what loses the turn, and the two look alike here except by their type.
            (_, "ConfigureAwait") when Mentions(member, "ConfigureAwaitOptions") => null,
            _ => $"{type}.{name}",
        };
    }

    private static int Parameters(MetadataReader metadata, MemberReference member)
    {
        var signature = metadata.GetBlobReader(member.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private static bool Mentions(MemberReference member, string type) =>
        member.DecodeMethodSignature(new NameProvider(), null).ParameterTypes.Any(parameter => parameter.EndsWith(type, StringComparison.Ordinal));

    private static string SpecName(MetadataReader metadata, TypeSpecificationHandle handle) =>
        metadata.GetTypeSpecification(handle).DecodeSignature(new NameProvider(), null);

    private static string TypeName(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => NameProvider.Full(metadata, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => NameProvider.Full(metadata, (TypeDefinitionHandle)handle),
        _ => "",
    };

    private static int Size(OpCode code, BlobReader instructions) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * instructions.ReadInt32()),
        _ => 4,
    };
}
