using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Cocoon.Simulation.Tests.Bugs.Mutants;

/// <summary>
/// Compiles one project of the product in memory, as it is or with edits, so that it can stand in for the built one.
/// Thread-safe.
/// </summary>
internal sealed class ProjectCompiler
{
    private static readonly ConcurrentDictionary<string, Lazy<ProjectCompiler>> Known = new();
    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14);

    /// <summary>What the SDK's ImplicitUsings bring, and Directory.Build.targets for the grain runtime.</summary>
    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private readonly CSharpCompilation _asIs;
    private readonly Lazy<byte[]> _unchanged;

    private ProjectCompiler(string project)
    {
        AssemblyName = $"Cocoon.{project}";
        var built = Assembly.Load(AssemblyName);
        var folder = SourceTree.PathOf($"src/{project}");
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Parse(File.ReadAllText(file), $"src/{project}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}"))
            // A program's first statements: the market is loaded as a library.
            .Where(tree => !tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement))
            .Append(Parse(Preamble(built), "preamble.cs"));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
            deterministic: true, nullableContextOptions: NullableContextOptions.Enable);
        _asIs = CSharpCompilation.Create(AssemblyName, trees, References.Of(built), options);
        _unchanged = new Lazy<byte[]>(() => Emit(_asIs));
    }

    public string AssemblyName { get; }

    /// <param name="project">The project's folder under src, such as "Core".</param>
    public static ProjectCompiler Of(string project) => Known.GetOrAdd(project, name => new Lazy<ProjectCompiler>(() => new ProjectCompiler(name))).Value;

    /// <exception cref="InvalidOperationException">An edit does not fit the source, or the result does not compile.</exception>
    public byte[] Compile(IReadOnlyCollection<Edit> edits) => edits.Count == 0 ? _unchanged.Value : Emit(edits.Aggregate(_asIs, Change));

    private static CSharpCompilation Change(CSharpCompilation compilation, Edit edit)
    {
        var tree = compilation.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == edit.File)
            ?? throw new InvalidOperationException($"A seeded bug changes {edit.File}, which is not there.");
        return compilation.ReplaceSyntaxTree(tree, Parse(edit.Apply(tree.ToString()), edit.File));
    }

    private byte[] Emit(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create(References.Generators, parseOptions: Syntax)
            .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out var problems);
        using var image = new MemoryStream();
        var errors = problems.Concat(complete.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded)).Diagnostics)
            .Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(problem => problem.ToString()).ToList();
        return errors.Count == 0 ? image.ToArray() : throw new InvalidOperationException($"{AssemblyName} does not compile: {string.Join(" ", errors)}");
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Syntax, path, System.Text.Encoding.UTF8);

    /// <summary>What the SDK generates for a project: usings, version, and who may see internals.</summary>
    private static string Preamble(Assembly built)
    {
        var usesRuntime = built.GetReferencedAssemblies().Any(reference => reference.Name == "Cocoon.LocalRuntime");
        var usings = usesRuntime ? Usings.Concat(["Orleans", "Orleans.Hosting", "Orleans.Runtime"]) : Usings;
        var friends = built.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);
        return string.Concat(usings.Select(name => $"global using {name};\n"))
            + string.Create(CultureInfo.InvariantCulture, $"[assembly: System.Reflection.AssemblyVersion(\"{built.GetName().Version}\")]\n")
            + string.Concat(friends.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));
    }
}
