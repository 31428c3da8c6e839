"""What is said of cells that no longer hold what their owner wrote."""

from media.sentences import Sentence

FORMULA = Sentence(
    "“{value}” là công thức chưa có kết quả. Hãy mở tệp bằng bảng tính rồi lưu lại, hoặc ghi chính"
    " giá trị.",
    "“{value}” is a formula that was never calculated; open the file in your spreadsheet and save"
    " it, or write the value itself.",
)
BROKEN_CELL = Sentence(
    "“{value}” là ô lỗi của bảng tính. Hãy sửa công thức, nới rộng cột, hoặc ghi chính giá trị.",
    "“{value}” is an error of your spreadsheet; mend the formula, widen the column, or write the"
    " value itself.",
)
JOINED_CELLS = Sentence(
    "“{value}” nằm trong ô gộp qua nhiều cột. Hãy bỏ gộp ô rồi ghi vào đúng cột.",
    "“{value}” is in cells that are merged over several columns; unmerge them and write it in its"
    " own column.",
)
LOST_LETTERS = Sentence(
    "“{value}” đã mất chữ có dấu khi đổi phông. Hãy ghi lại chữ đó.",
    "“{value}” has lost letters when it was converted; write them again.",
)
BECAME_A_DAY = Sentence(
    "“{value}” là ngày do bảng tính tự đổi. Hãy định dạng cột là văn bản rồi ghi lại.",
    "“{value}” is a date that your spreadsheet made; format the column as text and write it again.",
)
SHIFTED_ROW = Sentence(
    "Dòng {row} có {cells} ô mà chỉ có {titles} tiêu đề, nên các ô bị lệch. Hãy đặt ô có dấu phẩy"
    " trong ngoặc kép.",
    "Row {row} has {cells} cells under {titles} titles, so they are shifted; put quotation marks"
    " round the cell with a comma in it.",
)
