using System.Runtime.InteropServices;
using Cocoon.Inference.LlamaCpp.Child;
using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>A model loaded in a child process. After any <see cref="LlamaCppException"/> of a step it is of no more use. Not thread-safe.</summary>
internal sealed class LlamaSession : IDisposable
{
    /// <summary>Most changes of a frame; the tokens of a step fit beside them.</summary>
    private const int MaxChanges = 1000;

    private readonly LlamaProcess _process;
    private readonly TimeSpan _stepTimeout;
    private readonly SharedFloats _outputs;

    private LlamaSession(LlamaProcess process, LoadedModel model, LlamaCppRunnerOptions options)
    {
        (_process, Model, _stepTimeout) = (process, model, options.StepTimeout);
        _outputs = Share(checked(options.MaxSequences * model.VocabularySize + model.MaxRows * model.HiddenSize));
    }

    public LoadedModel Model { get; }

    public int ProcessId => _process.Id;

    /// <exception cref="LlamaCppException">The library is missing or of another release, or it refuses the model.</exception>
    public static LlamaSession Open(string path, LlamaCppRunnerOptions options, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux()) throw new LlamaCppException("llama.cpp is served on Linux only.");
        var library = LibraryFiles.Find(options.LibraryFolder, options.AllowUnknownVersion);
        var process = new LlamaProcess(ChildCommand.Create(), time);
        try
        {
            new OpenRequest(library.Folder, options.AllowUnknownVersion, Path.GetFullPath(path), options.Model).Write(process.Request);
            return new LlamaSession(process, process.Exchange(MessageKind.Opened, options.LoadTimeout, LoadedModel.Read), options);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Makes changes of sequences, then reads tokens.</summary>
    /// <param name="changes">Cleared when sent.</param>
    /// <param name="slices">Whose tokens are read; none to make the changes only.</param>
    /// <param name="positions">Of each slice, where in its sequence it begins.</param>
    /// <param name="tokens">Tokens of the slices, one after the other.</param>
    public void Step(List<SequenceChange> changes, ReadOnlySpan<StepSlice> slices, ReadOnlySpan<int> positions, ReadOnlySpan<int> tokens)
    {
        var rest = CollectionsMarshal.AsSpan(changes);
        while (rest.Length > MaxChanges)
        {
            Start(rest[..MaxChanges]).Add(0);
            _process.Exchange(MessageKind.Done, _stepTimeout);
            rest = rest[MaxChanges..];
        }
        var request = Start(rest);
        request.Add(slices.Length);
        for (var i = 0; i < slices.Length; i++) request.Add(slices[i].Sequence).Add(slices[i].Count).Add((int)slices[i].Output).Add(positions[i]);
        if (slices.Length > 0) request.Add(tokens);
        _process.Exchange(MessageKind.Done, _stepTimeout);
        changes.Clear();
    }

    /// <summary>Outputs of the last step, in the order of its slices without gaps.</summary>
    public ReadOnlySpan<float> Outputs(int start, int count) => _outputs.Slice(start, count);

    /// <summary>llama.cpp's own tokens of a text; see <see cref="LlamaCppModel.Tokenize"/>.</summary>
    public int[] Tokenize(string text, bool parseAdded)
    {
        _process.Request.Start(MessageKind.Tokenize).Add(text).Add(parseAdded ? 1 : 0);
        return _process.Exchange(MessageKind.Tokens, _stepTimeout, static (ref answer) => answer.Ints(answer.Count()).ToArray());
    }

    public void Dispose()
    {
        _process.Dispose();
        _outputs.Dispose();
    }

    private FrameWriter Start(ReadOnlySpan<SequenceChange> changes)
    {
        var request = _process.Request.Start(MessageKind.Step).Add(changes.Length);
        foreach (var change in changes) request.Add(change.Source).Add(change.Target).Add(change.Count);
        return request;
    }

    private SharedFloats Share(int count)
    {
        var outputs = Create(count);
        try
        {
            _process.Request.Start(MessageKind.Share).Add(outputs.Path).Add(count);
            _process.Exchange(MessageKind.Done, _stepTimeout);
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
        finally
        {
            outputs.Unlink();
        }
    }

    private static SharedFloats Create(int count)
    {
        try
        {
            return SharedFloats.Create(count);
        }
        catch (IOException e)
        {
            throw new LlamaCppException($"There are no {(long)count * sizeof(float)} bytes of shared memory for llama.cpp's outputs: enlarge /dev/shm, or lower MaxSequences and MaxRows. {e.Message}", e);
        }
    }
}
