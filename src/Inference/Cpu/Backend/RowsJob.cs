using Cocoon.Inference.Cpu.Kernels;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>An operation on rows one by one, in parts of neighbouring rows.</summary>
internal sealed unsafe class RowsJob : ComputeJob
{
    /// <summary>Floats below which another thread costs more than it saves.</summary>
    private const int SmallFloats = 16 << 10;

    private RowsOperation _operation;
    private float* _first;
    private float* _second;
    private float* _output;
    private int _columns;
    private float _epsilon;
    private RotationTable _table = null!;
    private int _headSize;
    private bool _interleaved;
    private int _rows;
    private int _rowsOfPart;

    /// <summary>Sets an operation up whose rows have two inputs; how many parts it has.</summary>
    public int Prepare(RowsOperation operation, float* first, float* second, float* output, int rows, int columns, float epsilon = 0)
    {
        (_operation, _columns, _epsilon, _rows) = (operation, columns, epsilon, rows);
        _first = first;
        _second = second;
        _output = output;
        _rowsOfPart = Math.Max(1, SmallFloats / columns);
        return (rows + _rowsOfPart - 1) / _rowsOfPart;
    }

    /// <summary>Sets a rotation in place up; how many parts it has.</summary>
    public int PrepareRotation(float* heads, int rows, int columns, RotationTable table, int headSize, bool interleaved)
    {
        (_table, _headSize, _interleaved) = (table, headSize, interleaved);
        return Prepare(RowsOperation.Rotate, heads, null, heads, rows, columns);
    }

    public override void Run(int part, int worker)
    {
        for (var row = part * _rowsOfPart; row < Math.Min(_rows, (part + 1) * _rowsOfPart); row++)
        {
            var start = (long)row * _columns;
            switch (_operation)
            {
                case RowsOperation.RmsNorm:
                    FloatRows.RmsNorm(_first + start, _second, _columns, _epsilon, _output + start);
                    break;
                case RowsOperation.SiluMultiply:
                    FloatRows.SiluMultiply(_first + start, _second + start, _columns, _output + start);
                    break;
                case RowsOperation.Add:
                    FloatRows.Add(_output + start, _second + start, _columns);
                    break;
                default:
                    for (var head = 0; head < _columns; head += _headSize) _table.Rotate(_output + start + head, row, _interleaved);
                    break;
            }
        }
    }
}
